-- Water, greens, land, paving, buildings.

local attributes = require("attributes")
local points = require("points")
local v = require("vocabulary")

local areas = {}

local function write_area(way, layer, class)
	way:Layer(layer, true)
	way:MinZoom(attributes.zoom_by_area(way))
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
	attributes.write_osm_id(way)
	if class == "lake" and way:Find("name") ~= "" and way:Area() > 3000 then
		way:LayerAsCentroid("water_name")
		way:MinZoom(math.min(14, attributes.zoom_by_area(way) + 2))
		attributes.write_name(way)
	end
	return true
end

local function write_park(way)
	local class = way:Find("leisure")
	if not v.parks[class] then return false end
	write_area(way, "park", class)
	attributes.write_name(way)
	attributes.write_osm_id(way)
	-- A private garden is green, but nobody's destination.
	if way:Find("name") ~= "" and way:Find("access") ~= "private" then
		local zoom = math.max(11, math.min(14, attributes.zoom_by_area(way) + 3))
		points.write_poi(way, class == "dog_park" and "dog-park" or "park", zoom - 8, zoom, class)
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
	attributes.write_name(way)
	attributes.write_osm_id(way)
end

local function write_land(way)
	local landuse, natural, leisure = way:Find("landuse"), way:Find("natural"), way:Find("leisure")
	local cover = v.landcover[natural] or v.landcover[landuse] or v.landcover[leisure]
	if cover then write_area(way, "landcover", cover); return end
	local class = v.landuse[landuse] or v.landuse[leisure] or v.landuse[way:Find("amenity")] or v.landuse[way:Find("tourism")]
	if class then write_area(way, "landuse", class); attributes.write_osm_id(way) end
end

-- Squares and pedestrian areas are paving, not lines.
function areas.write_paving(way)
	local highway = way:Find("highway")
	local is_walk = highway == "pedestrian" or highway == "footway"
	local is_area = way:Find("area") == "yes" or way:Find("type") == "multipolygon"
	if not ((is_walk and is_area) or way:Find("place") == "square") then return false end
	write_area(way, "landuse", "pedestrian")
	attributes.write_osm_id(way)
	if is_walk and way:Find("place") == "" and way:Find("name") ~= "" then
		way:LayerAsCentroid("place")
		way:MinZoom(14)
		way:Attribute("class", "square")
		way:AttributeNumeric("rank", 9)
		attributes.write_name(way)
		attributes.write_osm_id(way)
	end
	return is_walk
end

function areas.write_areas(way)
	if write_water(way) then return end
	if not write_park(way) then write_land(way) end
	local aeroway = way:Find("aeroway")
	if aeroway == "aerodrome" or aeroway == "apron" then way:Layer("aeroway", true); way:Attribute("class", aeroway) end
	if way:Find("man_made") == "bridge" then write_area(way, "landuse", "bridge") end
	if way:Find("man_made") == "pier" then write_area(way, "landuse", "pier") end
	write_building(way)
	points.write_housenumber(way)
	points.write_place(way)
	if v.parks[way:Find("leisure")] then return end
	if not points.write_any_poi(way) then points.write_furniture(way) end
end

return areas
