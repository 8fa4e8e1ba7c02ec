-- From OpenStreetMap tags to the layers of our base map, for tilemaker 2.2 (Debian 12).
--
-- The layers bear the names and, where they mean the same thing, the classes of the OpenMapTiles schema
-- (https://openmaptiles.org/schema/, CC BY 4.0, © OpenMapTiles): see README.md in this folder.
-- `carto:osm` is a tag we add before tilemaker runs ("node/123"): renumbering loses the identifiers, this does not.

local areas = require("areas")
local lines = require("lines")
local points = require("points")

node_keys = {
	"addr:housenumber", "aeroway", "advertising", "amenity", "barrier", "emergency", "highway", "historic", "leisure",
	"man_made", "natural", "place", "railway", "shop", "tourism",
}

function init_function() end
function exit_function() end

function node_function(node)
	points.write_housenumber(node)
	if points.write_place(node) then return end
	if points.write_any_poi(node) then return end
	points.write_furniture(node)
end

function relation_scan_function(relation)
	local kind, route = relation:Find("type"), relation:Find("route")
	local is_border = kind == "boundary" and relation:Find("boundary") == "administrative"
	if is_border or (kind == "route" and (route == "tram" or route == "light_rail")) then relation:Accept() end
end

function way_function(way)
	if way:Find("disused") == "yes" then return end
	local level, line, colour = lines.read_relations(way)
	lines.write_boundary(way, level)
	local is_closed = way:IsClosed()
	if not (is_closed and areas.write_paving(way)) then lines.write_road(way) end
	lines.write_railway(way, line, colour)
	lines.write_waterway(way)
	lines.write_other_lines(way)
	if is_closed then areas.write_areas(way) end
end
