-- What is written on objects of every kind, and the measures that decide when they are drawn.

local v = require("vocabulary")

local attributes = {}

-- Which object a click fell on. Only at z14: below, it would forbid tilemaker to merge neighbouring lines.
function attributes.write_osm_id(object)
	local id = object:Find("carto:osm")
	if id ~= "" then object:Attribute("osm_id", id, 14) end
end

function attributes.write_name(object)
	local name = object:Find("name")
	if name ~= "" then object:Attribute("name", name) end
end

-- A street's own tag when it is not empty: an empty attribute would weigh in every tile.
function attributes.write_tag(object, key)
	local value = object:Find(key)
	if value ~= "" then object:Attribute(key, value) end
end

local function holds_yes(object, key)
	local value = object:Find(key)
	return value ~= "" and value ~= "no"
end

function attributes.write_level(object)
	if holds_yes(object, "bridge") then object:Attribute("brunnel", "bridge")
	elseif holds_yes(object, "tunnel") then object:Attribute("brunnel", "tunnel") end
end

-- First zoom at which an area covers some twenty pixels.
function attributes.zoom_by_area(way)
	local side = math.sqrt(math.max(way:Area(), 1))
	local metres_per_pixel = 156543 / 2 * 0.68 -- at zoom 0 with 512-pixel tiles, at Nantes' latitude
	local zoom = math.ceil(math.log(metres_per_pixel * 5 / side) / math.log(2))
	return math.max(6, math.min(14, zoom))
end

function attributes.stacking(way, class)
	local order = v.road_order[class] or 1
	local floor = math.max(-5, math.min(5, tonumber(way:Find("layer")) or 0))
	if holds_yes(way, "bridge") then order = order + 10 elseif holds_yes(way, "tunnel") then order = order - 10 end
	return order + floor * 10
end

return attributes
