-- Borders, streets, rails, trams, water courses.

local attributes = require("attributes")
local v = require("vocabulary")

local lines = {}

-- What a way inherits from the relations it is in: the lowest admin_level, and the first tram line with its colour.
function lines.read_relations(way)
	local level, line, colour = 99, "", ""
	while true do
		if not way:NextRelation() then break end
		level = math.min(level, tonumber(way:FindInRelation("admin_level")) or 99)
		local ref = way:FindInRelation("ref")
		if ref ~= "" and (line == "" or ref < line) then line, colour = ref, way:FindInRelation("colour") end
	end
	return level, line, colour
end

-- A border is drawn once, with the greatest of the territories it bounds.
function lines.write_boundary(way, level)
	local relation_type = way:Find("type")
	if relation_type == "boundary" or relation_type == "multipolygon" then -- its ways are drawn instead
		if way:Find("boundary") == "administrative" and way:Find("admin_level") == "8" then
			way:Layer("commune", true)
			attributes.write_name(way)
		end
		return
	end
	if way:Find("boundary") == "administrative" then level = math.min(level, tonumber(way:Find("admin_level")) or 99) end
	if level > 10 then return end
	local zoom = 10
	if level <= 4 then zoom = 4 elseif level <= 6 then zoom = 7 elseif level == 7 then zoom = 9 end
	way:Layer("boundary", false)
	way:MinZoom(zoom)
	way:AttributeNumeric("admin_level", level)
	if way:Find("maritime") == "yes" then way:AttributeNumeric("maritime", 1) end
end

-- Without the object's identity: the pieces of one street merge into one line, long enough to bear its name.
local function write_road_name(way, class, zoom)
	if way:Find("name") == "" and way:Find("ref") == "" then return end
	way:Layer("transportation_name", false)
	way:MinZoom(zoom)
	way:Attribute("class", class)
	attributes.write_name(way)
	attributes.write_tag(way, "ref")
end

function lines.write_road(way)
	local highway = way:Find("highway")
	local base, link = highway:match("^(.*)(_link)$")
	local road = v.roads[base or highway]
	if not road then return end
	local zoom = road.zoom
	if link then zoom = math.max(zoom, 11) end
	way:Layer("transportation", false)
	way:MinZoom(zoom)
	way:ZOrder(attributes.stacking(way, road.class))
	local footway = way:Find("footway")
	way:Attribute("class", (footway == "sidewalk" or footway == "crossing") and "sidewalk" or road.class)
	if link then way:AttributeNumeric("ramp", 1) end
	if way:Find("service") ~= "" then way:Attribute("service", way:Find("service"), 14) end
	if way:Find("oneway") == "yes" then way:AttributeNumeric("oneway", 1, 14) end
	if way:Find("access") == "private" then way:AttributeNumeric("private", 1, 14) end
	attributes.write_level(way)
	attributes.write_osm_id(way)
	write_road_name(way, road.class, road.name_zoom)
end

-- Trams bear their line's number and colour at every zoom, and are never simplified: they are what one finds one's way by.
function lines.write_railway(way, line, colour)
	local class = way:Find("railway")
	if not v.railways[class] then return end
	local is_tram = class == "tram" or class == "light_rail"
	local siding = way:Find("service") ~= ""
	way:Layer(is_tram and "tram" or "transportation", false)
	way:MinZoom(siding and 13 or 9)
	way:ZOrder(attributes.stacking(way, class))
	way:Attribute("class", is_tram and "tram" or "rail")
	if siding then way:Attribute("service", way:Find("service")) end
	if is_tram then
		if way:Find("ref") ~= "" then line, colour = way:Find("ref"), way:Find("colour") end
		if line ~= "" then way:Attribute("ref", line) end
		if colour ~= "" then way:Attribute("colour", colour) end
	end
	attributes.write_level(way)
	attributes.write_osm_id(way)
end

function lines.write_waterway(way)
	local class = way:Find("waterway")
	if not v.waterways[class] then return end
	way:Layer("waterway", false)
	local zoom = 12
	if class == "river" or class == "canal" then zoom = 8 elseif class == "ditch" or class == "drain" then zoom = 14 end
	way:MinZoom(zoom)
	way:Attribute("class", class)
	if way:Find("intermittent") == "yes" then way:AttributeNumeric("intermittent", 1) end
	attributes.write_name(way)
	attributes.write_level(way)
	attributes.write_osm_id(way)
end

function lines.write_other_lines(way)
	if way:Find("route") == "ferry" then
		way:Layer("transportation", false)
		way:MinZoom(10)
		way:Attribute("class", "ferry")
		attributes.write_name(way)
	end
	local aeroway = way:Find("aeroway")
	if aeroway == "runway" or aeroway == "taxiway" then
		way:Layer("aeroway", false)
		way:Attribute("class", aeroway)
	end
	if way:Find("natural") == "tree_row" then
		way:Layer("landcover", false)
		way:MinZoom(14)
		way:Attribute("class", "tree_row")
	end
end

return lines
