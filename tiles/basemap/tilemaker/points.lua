-- Points of interest, street furniture, house numbers and places: nodes, or areas drawn as a point.

local attributes = require("attributes")
local v = require("vocabulary")

local points = {}

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

function points.write_poi(object, class, rank, zoom, kind)
	object:LayerAsCentroid("poi")
	object:MinZoom(zoom)
	object:Attribute("class", class)
	object:Attribute("subclass", kind)
	object:AttributeNumeric("rank", rank)
	attributes.write_name(object)
	attributes.write_osm_id(object)
end

function points.write_any_poi(object)
	local entry, kind = poi_of(object)
	if not entry then return false end
	-- Private pools and unnamed sports grounds by the thousand say nothing to a passer-by.
	if object:Find("access") == "private" and object:Find("name") == "" then return false end
	points.write_poi(object, entry[1], entry[2], entry[3], kind)
	attributes.write_tag(object, "ref")
	attributes.write_tag(object, "colour")
	if object:Find("carto:twin") ~= "" then object:AttributeNumeric("twin", 1) end
	return true
end

function points.write_furniture(object)
	for _, key in ipairs(v.furniture_keys) do
		local value = object:Find(key)
		local class = v.furniture[key][value]
		if class then
			object:LayerAsCentroid("street_furniture")
			object:Attribute("class", class)
			attributes.write_name(object)
			attributes.write_osm_id(object)
			return true
		end
	end
	return false
end

function points.write_housenumber(object)
	local number = object:Find("addr:housenumber")
	if number == "" then return end
	object:LayerAsCentroid("housenumber")
	object:Attribute("housenumber", number)
	attributes.write_osm_id(object)
end

function points.write_place(object)
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
	attributes.write_name(object)
	attributes.write_osm_id(object)
	return true
end

return points
