-- From OpenStreetMap tags to the layers of our base map, for tilemaker 2.2 (Debian 12).
--
-- The layers bear the names and, where they mean the same thing, the classes of the OpenMapTiles schema
-- (https://openmaptiles.org/schema/, CC BY 4.0, © OpenMapTiles): see README.md in this folder.
-- `carto:osm` is a tag we add before tilemaker runs ("node/123"): renumbering loses the identifiers, this does not.

local v = require("vocabulary")

node_keys = {
	"addr:housenumber", "aeroway", "advertising", "amenity", "barrier", "emergency", "highway", "historic", "leisure",
	"man_made", "natural", "place", "railway", "shop", "tourism",
}

function init_function() end
function exit_function() end

-- Attributes ---------------------------------------------------------------------------------------------------------

-- Which object a click fell on. Only at z14: below, it would forbid tilemaker to merge neighbouring lines.
local function write_osm_id(object)
	local id = object:Find("carto:osm")
	if id ~= "" then object:Attribute("osm_id", id, 14) end
end

local function write_name(object)
	local name = object:Find("name")
	if name ~= "" then object:Attribute("name", name) end
end

-- A street's own tag when it is not empty: an empty attribute would weigh in every tile.
local function write_tag(object, key)
	local value = object:Find(key)
	if value ~= "" then object:Attribute(key, value) end
end

local function holds_yes(object, key)
	local value = object:Find(key)
	return value ~= "" and value ~= "no"
end

local function write_level(object)
	if holds_yes(object, "bridge") then object:Attribute("brunnel", "bridge")
	elseif holds_yes(object, "tunnel") then object:Attribute("brunnel", "tunnel") end
end

-- First zoom at which an area covers some twenty pixels.
local function zoom_by_area(way)
	local side = math.sqrt(math.max(way:Area(), 1))
	local metres_per_pixel = 156543 / 2 * 0.68 -- at zoom 0 with 512-pixel tiles, at Nantes' latitude
	local zoom = math.ceil(math.log(metres_per_pixel * 5 / side) / math.log(2))
	return math.max(6, math.min(14, zoom))
end

local function stacking(way, class)
	local order = v.road_order[class] or 1
	local floor = math.max(-5, math.min(5, tonumber(way:Find("layer")) or 0))
	if holds_yes(way, "bridge") then order = order + 10 elseif holds_yes(way, "tunnel") then order = order - 10 end
	return order + floor * 10
end

-- Points, and centroids of areas ---------------------------------------------------------------------------------------

local function poi_of(object)
	for _, key in ipairs(v.poi_keys) do
		local value = object:Find(key)
		local entry = v.pois[key][value]
		if entry then return entry, value end
	end
	local shop = object:Find("shop")
	if shop ~= "" and shop ~= "no" and shop ~= "vacant" then
		return { v.shops[shop] or v.shop[1], v.shop[2], v.shop[3] }, shop
	end
	return nil, nil
end

local function write_poi(object, class, rank, zoom, kind)
	object:LayerAsCentroid("poi")
	object:MinZoom(zoom)
	object:Attribute("class", class)
	object:Attribute("subclass", kind)
	object:AttributeNumeric("rank", rank)
	write_name(object)
	write_osm_id(object)
end

local function write_any_poi(object)
	local entry, kind = poi_of(object)
	if not entry then return false end
	-- Private pools and unnamed sports grounds by the thousand say nothing to a passer-by.
	if object:Find("access") == "private" and object:Find("name") == "" then return false end
	write_poi(object, entry[1], entry[2], entry[3], kind)
	write_tag(object, "ref")
	write_tag(object, "colour")
	if object:Find("carto:twin") ~= "" then object:AttributeNumeric("twin", 1) end
	return true
end

local function write_furniture(object)
	for _, key in ipairs(v.furniture_keys) do
		local value = object:Find(key)
		local class = v.furniture[key][value]
		if class then
			object:LayerAsCentroid("street_furniture")
			object:Attribute("class", class)
			write_name(object)
			write_osm_id(object)
			return true
		end
	end
	return false
end

local function write_housenumber(object)
	local number = object:Find("addr:housenumber")
	if number == "" then return end
	object:LayerAsCentroid("housenumber")
	object:Attribute("housenumber", number)
	write_osm_id(object)
end

local function write_place(object)
	local class = object:Find("place")
	local entry = v.places[class]
	if not entry or object:Find("name") == "" then return false end
	local zoom, rank = entry[1], entry[2]
	local population = tonumber(object:Find("population")) or 0
	if class == "town" and population > 30000 then zoom = 7 end
	if class == "village" and population > 3000 then zoom, rank = 9, 4 end
	object:LayerAsCentroid("place")
	object:MinZoom(zoom)
	object:Attribute("class", class)
	object:AttributeNumeric("rank", rank)
	if object:Find("capital") ~= "" then object:Attribute("capital", object:Find("capital")) end
	if population > 0 then object:AttributeNumeric("population", population) end
	write_name(object)
	write_osm_id(object)
	return true
end

function node_function(node)
	write_housenumber(node)
	if write_place(node) then return end
	if write_any_poi(node) then return end
	write_furniture(node)
end

-- Lines ----------------------------------------------------------------------------------------------------------------

function relation_scan_function(relation)
	local kind, route = relation:Find("type"), relation:Find("route")
	local is_border = relation:Find("boundary") == "administrative"
	if is_border or (kind == "route" and (route == "tram" or route == "light_rail")) then relation:Accept() end
end

-- What a way inherits from the relations it is in: the lowest admin_level, and the first tram line with its colour.
local function read_relations(way)
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
local function write_boundary(way, level)
	local relation_type = way:Find("type")
	if relation_type == "boundary" or relation_type == "multipolygon" then -- its ways are drawn instead
		if way:Find("boundary") == "administrative" and way:Find("admin_level") == "8" then
			way:Layer("commune", true)
			write_name(way)
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
	write_name(way)
	write_tag(way, "ref")
end

local function write_road(way)
	local highway = way:Find("highway")
	local base, link = highway:match("^(.*)(_link)$")
	local road = v.roads[base or highway]
	if not road then return end
	local zoom = road.zoom
	if link then zoom = math.max(zoom, 11) end
	way:Layer("transportation", false)
	way:MinZoom(zoom)
	way:ZOrder(stacking(way, road.class))
	local footway = way:Find("footway")
	way:Attribute("class", (footway == "sidewalk" or footway == "crossing") and "sidewalk" or road.class)
	if link then way:AttributeNumeric("ramp", 1) end
	if way:Find("service") ~= "" then way:Attribute("service", way:Find("service"), 14) end
	if way:Find("oneway") == "yes" then way:AttributeNumeric("oneway", 1, 14) end
	if way:Find("access") == "private" then way:AttributeNumeric("private", 1, 14) end
	write_level(way)
	write_osm_id(way)
	write_road_name(way, road.class, road.name_zoom)
end

-- Trams bear their line's number and colour at every zoom, and are never simplified: they are what one finds one's way by.
local function write_railway(way, line, colour)
	local class = way:Find("railway")
	if not v.railways[class] then return end
	local is_tram = class == "tram" or class == "light_rail"
	local siding = way:Find("service") ~= ""
	way:Layer(is_tram and "tram" or "transportation", false)
	way:MinZoom(siding and 13 or 9)
	way:ZOrder(stacking(way, class))
	way:Attribute("class", is_tram and "tram" or "rail")
	if siding then way:Attribute("service", way:Find("service")) end
	if is_tram then
		if way:Find("ref") ~= "" then line, colour = way:Find("ref"), way:Find("colour") end
		if line ~= "" then way:Attribute("ref", line) end
		if colour ~= "" then way:Attribute("colour", colour) end
	end
	write_level(way)
	write_osm_id(way)
end

local function write_waterway(way)
	local class = way:Find("waterway")
	if not v.waterways[class] then return end
	way:Layer("waterway", false)
	local zoom = 12
	if class == "river" or class == "canal" then zoom = 8 elseif class == "ditch" or class == "drain" then zoom = 14 end
	way:MinZoom(zoom)
	way:Attribute("class", class)
	if way:Find("intermittent") == "yes" then way:AttributeNumeric("intermittent", 1) end
	write_name(way)
	write_level(way)
	write_osm_id(way)
end

local function write_other_lines(way)
	if way:Find("route") == "ferry" then
		way:Layer("transportation", false)
		way:MinZoom(10)
		way:Attribute("class", "ferry")
		write_name(way)
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

-- Areas ----------------------------------------------------------------------------------------------------------------

local function write_area(way, layer, class)
	way:Layer(layer, true)
	way:MinZoom(zoom_by_area(way))
	way:Attribute("class", class)
end

local function write_water(way)
	local natural, waterway, landuse = way:Find("natural"), way:Find("waterway"), way:Find("landuse")
	local class
	if natural == "water" then class = v.water[way:Find("water")] and "river" or "lake"
	elseif v.water[waterway] and waterway ~= "canal" and way:IsClosed() then class = "river"
	elseif landuse == "reservoir" or landuse == "basin" then class = "lake"
	elseif way:Find("leisure") == "swimming_pool" or way:Find("amenity") == "fountain" then class = "pool" end
	if not class or way:Find("covered") == "yes" then return false end
	write_area(way, "water", class)
	if way:Find("intermittent") == "yes" then way:AttributeNumeric("intermittent", 1) end
	write_osm_id(way)
	if class == "lake" and way:Find("name") ~= "" and way:Area() > 3000 then
		way:LayerAsCentroid("water_name")
		way:MinZoom(math.min(14, zoom_by_area(way) + 2))
		write_name(way)
	end
	return true
end

local function write_park(way)
	local class = way:Find("leisure")
	if not v.parks[class] then return false end
	write_area(way, "park", class)
	write_name(way)
	write_osm_id(way)
	-- A private garden is green, but nobody's destination.
	if way:Find("name") ~= "" and way:Find("access") ~= "private" then
		local zoom = math.max(11, math.min(14, zoom_by_area(way) + 3))
		write_poi(way, class == "dog_park" and "dog-park" or "park", zoom - 8, zoom, class)
	end
	return true
end

local function write_building(way)
	local building = way:Find("building")
	if building == "" or building == "no" then return end
	way:Layer("building", true)
	way:MinZoom(way:Area() > 3000 and 13 or 14)
	local levels = tonumber(way:Find("building:levels")) or 0
	local height = tonumber(way:Find("height")) or levels * 3
	if height > 0 then way:AttributeNumeric("height", height) end
	write_name(way)
	write_osm_id(way)
end

local function write_land(way)
	local landuse, natural, leisure = way:Find("landuse"), way:Find("natural"), way:Find("leisure")
	local cover = v.landcover[natural] or v.landcover[landuse] or v.landcover[leisure]
	if cover then write_area(way, "landcover", cover); return end
	local class = v.landuse[landuse] or v.landuse[leisure] or v.landuse[way:Find("amenity")] or v.landuse[way:Find("tourism")]
	if class then write_area(way, "landuse", class); write_osm_id(way) end
end

-- Squares and pedestrian areas are paving, not lines.
local function write_paving(way)
	local highway = way:Find("highway")
	local is_walk = highway == "pedestrian" or highway == "footway"
	local is_area = way:Find("area") == "yes" or way:Find("type") == "multipolygon"
	if not ((is_walk and is_area) or way:Find("place") == "square") then return false end
	write_area(way, "landuse", "pedestrian")
	write_osm_id(way)
	if is_walk and way:Find("place") == "" and way:Find("name") ~= "" then
		way:LayerAsCentroid("place")
		way:MinZoom(14)
		way:Attribute("class", "square")
		way:AttributeNumeric("rank", 9)
		write_name(way)
		write_osm_id(way)
	end
	return is_walk
end

local function write_areas(way)
	if write_water(way) then return end
	if not write_park(way) then write_land(way) end
	local aeroway = way:Find("aeroway")
	if aeroway == "aerodrome" or aeroway == "apron" then way:Layer("aeroway", true); way:Attribute("class", aeroway) end
	if way:Find("man_made") == "bridge" then write_area(way, "landuse", "bridge") end
	if way:Find("man_made") == "pier" then write_area(way, "landuse", "pier") end
	write_building(way)
	write_housenumber(way)
	write_place(way)
	if v.parks[way:Find("leisure")] then return end
	if not write_any_poi(way) then write_furniture(way) end
end

function way_function(way)
	if way:Find("disused") == "yes" then return end
	local level, line, colour = read_relations(way)
	write_boundary(way, level)
	local is_closed = way:IsClosed()
	if not (is_closed and write_paving(way)) then write_road(way) end
	write_railway(way, line, colour)
	write_waterway(way)
	write_other_lines(way)
	if is_closed then write_areas(way) end
end
