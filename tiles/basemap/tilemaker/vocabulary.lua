-- Which OpenStreetMap tags become which class of our tiles. Tables only: process.lua reads them.

local function set(...)
	local members = {}
	for _, member in ipairs({ ... }) do members[member] = true end
	return members
end

local vocabulary = {}

-- Roads: class, first zoom, and first zoom of the name. A class draws alike whatever its ramp or its link.
vocabulary.roads = {
	motorway      = { class = "motorway",   zoom = 6,  name_zoom = 10 },
	trunk         = { class = "trunk",      zoom = 7,  name_zoom = 11 },
	primary       = { class = "primary",    zoom = 8,  name_zoom = 12 },
	secondary     = { class = "secondary",  zoom = 9,  name_zoom = 12 },
	tertiary      = { class = "tertiary",   zoom = 11, name_zoom = 13 },
	unclassified  = { class = "minor",      zoom = 12, name_zoom = 14 },
	residential   = { class = "minor",      zoom = 12, name_zoom = 14 },
	living_street = { class = "minor",      zoom = 12, name_zoom = 14 },
	road          = { class = "minor",      zoom = 12, name_zoom = 14 },
	busway        = { class = "busway",     zoom = 13, name_zoom = 14 },
	service       = { class = "service",    zoom = 13, name_zoom = 14 },
	pedestrian    = { class = "pedestrian", zoom = 13, name_zoom = 14 },
	cycleway      = { class = "cycleway",   zoom = 13, name_zoom = 14 },
	track         = { class = "track",      zoom = 14, name_zoom = 14 },
	footway       = { class = "path",       zoom = 14, name_zoom = 14 },
	path          = { class = "path",       zoom = 14, name_zoom = 14 },
	bridleway     = { class = "path",       zoom = 14, name_zoom = 14 },
	steps         = { class = "steps",      zoom = 14, name_zoom = 14 },
}

-- Drawing order inside a layer: the last drawn lies on top.
vocabulary.road_order = {
	motorway = 9, trunk = 8, primary = 7, secondary = 6, tertiary = 5, minor = 4, busway = 4, pedestrian = 3, service = 2,
}

vocabulary.railways = set("rail", "light_rail", "subway", "tram", "narrow_gauge", "funicular", "preserved")

vocabulary.landcover = {
	wood = "wood", forest = "wood", scrub = "scrub", heath = "scrub", shrubbery = "scrub",
	wetland = "wetland", beach = "sand", sand = "sand", glacier = "ice", bare_rock = "rock", scree = "rock",
	farmland = "farmland", orchard = "farmland", vineyard = "farmland", plant_nursery = "farmland", allotments = "allotments",
	grass = "grass", grassland = "grass", meadow = "grass", village_green = "grass", flowerbed = "grass",
	recreation_ground = "grass", golf_course = "grass",
}

vocabulary.parks = set("park", "garden", "nature_reserve", "dog_park")

vocabulary.landuse = {
	school = "school", kindergarten = "school", college = "school", university = "school",
	hospital = "hospital", clinic = "hospital", cemetery = "cemetery", grave_yard = "cemetery",
	residential = "residential", commercial = "commercial", retail = "commercial",
	industrial = "industrial", railway = "railway", military = "military", construction = "construction",
	stadium = "sport", pitch = "pitch", sports_centre = "sport", track = "pitch", playground = "playground",
	parking = "parking", zoo = "park",
}

vocabulary.waterways = set("river", "canal", "stream", "ditch", "drain")
vocabulary.water = set("riverbank", "dock", "river", "canal")

-- Places: first zoom and rank (1 is the greatest).
vocabulary.places = {
	country = { 4, 1 }, state = { 5, 2 }, city = { 6, 3 }, town = { 8, 4 }, village = { 10, 5 },
	borough = { 11, 6 }, suburb = { 11, 6 }, quarter = { 12, 7 }, neighbourhood = { 13, 8 },
	hamlet = { 12, 8 }, isolated_dwelling = { 14, 9 }, locality = { 14, 9 }, island = { 11, 7 }, islet = { 13, 9 },
	square = { 14, 8 },
}

-- Points of interest, key → value → { class, rank, first zoom }. The class is the name of a maki icon.
vocabulary.pois = {
	railway = {
		station = { "rail", 1, 11 }, halt = { "rail", 1, 12 }, tram_stop = { "rail-light", 2, 11 },
		subway_entrance = { "entrance", 9, 14 },
	},
	amenity = {
		townhall = { "town-hall", 2, 13 }, hospital = { "hospital", 2, 13 }, university = { "college", 3, 13 },
		college = { "college", 4, 13 }, library = { "library", 4, 13 }, theatre = { "theatre", 4, 13 },
		cinema = { "cinema", 5, 14 }, arts_centre = { "art-gallery", 4, 13 }, courthouse = { "landmark", 3, 13 },
		school = { "school", 5, 14 }, kindergarten = { "school", 6, 14 }, clinic = { "hospital", 5, 14 },
		community_centre = { "town-hall", 5, 14 }, social_facility = { "residential-community", 6, 14 },
		place_of_worship = { "place-of-worship", 5, 14 }, police = { "police", 5, 14 },
		fire_station = { "fire-station", 5, 14 }, post_office = { "post", 6, 14 }, marketplace = { "grocery", 4, 13 },
		bus_station = { "bus", 3, 13 }, ferry_terminal = { "ferry", 3, 13 }, pharmacy = { "pharmacy", 7, 14 },
		doctors = { "doctor", 8, 14 }, dentist = { "dentist", 9, 14 }, veterinary = { "veterinary", 9, 14 },
		restaurant = { "restaurant", 9, 14 }, fast_food = { "fast-food", 9, 14 }, cafe = { "cafe", 9, 14 },
		bar = { "bar", 9, 14 }, pub = { "beer", 9, 14 }, bank = { "bank", 9, 14 }, nightclub = { "nightclub", 9, 14 },
		parking = { "parking", 8, 14 }, bicycle_rental = { "bicycle-share", 7, 14 }, fuel = { "fuel", 8, 14 },
		charging_station = { "charging-station", 8, 14 }, toilets = { "toilet", 7, 14 }, embassy = { "embassy", 8, 14 },
		prison = { "prison", 7, 14 }, public_bath = { "swimming", 6, 14 }, swimming_pool = { "swimming", 6, 14 },
	},
	leisure = {
		stadium = { "stadium", 3, 13 }, sports_centre = { "pitch", 6, 14 }, sports_hall = { "pitch", 6, 14 },
		swimming_pool = { "swimming", 8, 14 }, playground = { "playground", 7, 14 }, marina = { "harbor", 6, 14 },
		pitch = { "pitch", 9, 14 }, fitness_station = { "fitness-centre", 8, 14 }, ice_rink = { "skiing", 6, 14 },
		water_park = { "swimming", 5, 13 }, dog_park = { "dog-park", 8, 14 },
	},
	tourism = {
		museum = { "museum", 3, 13 }, attraction = { "attraction", 3, 13 }, gallery = { "art-gallery", 6, 14 },
		zoo = { "zoo", 3, 13 }, viewpoint = { "viewpoint", 7, 14 }, artwork = { "art-gallery", 8, 14 },
		hotel = { "lodging", 8, 14 }, hostel = { "lodging", 8, 14 }, information = { "information", 8, 14 },
		theme_park = { "amusement-park", 4, 13 }, picnic_site = { "picnic-site", 8, 14 },
	},
	historic = {
		castle = { "castle", 2, 12 }, monument = { "monument", 4, 13 }, memorial = { "monument", 8, 14 },
		ruins = { "historic", 6, 14 },
	},
	aeroway = { aerodrome = { "airport", 1, 11 } },
	highway = { bus_stop = { "bus", 7, 14 } },
	landuse = { cemetery = { "cemetery", 6, 14 } },
	man_made = { tower = { "landmark", 7, 14 }, lighthouse = { "lighthouse", 5, 14 } },
	building = { cathedral = { "religious-christian", 2, 13 } },
}
vocabulary.poi_keys = {
	"railway", "amenity", "leisure", "tourism", "historic", "aeroway", "highway", "landuse", "man_made", "building",
}
vocabulary.shop = { "shop", 8, 14 }
vocabulary.shops = {
	supermarket = "grocery", convenience = "convenience", bakery = "bakery", florist = "florist", books = "library",
	hairdresser = "hairdresser", clothes = "clothing-store", bicycle = "bicycle", greengrocer = "grocery",
	laundry = "laundry", optician = "optician", shoes = "shoe", gift = "gift", jewelry = "jewelry-store",
	furniture = "furniture", hardware = "hardware", doityourself = "hardware", alcohol = "alcohol-shop",
}

-- What stands in a street and may break, be missing or be wished for: key → value → class.
vocabulary.furniture = {
	amenity = {
		bench = "bench", waste_basket = "waste_basket", bicycle_parking = "bicycle_parking", recycling = "recycling",
		drinking_water = "drinking_water", fountain = "fountain", post_box = "post_box", shelter = "shelter",
		motorcycle_parking = "motorcycle_parking", vending_machine = "vending_machine", clock = "clock",
		parking_space = "parking_space", bbq = "bbq", waste_disposal = "recycling", telephone = "telephone",
		public_bookcase = "bookcase", water_point = "drinking_water", watering_place = "drinking_water",
	},
	highway = {
		street_lamp = "street_lamp", traffic_signals = "traffic_signals", crossing = "crossing",
		speed_camera = "speed_camera", elevator = "elevator",
	},
	natural = { tree = "tree", shrub = "shrub" },
	emergency = { fire_hydrant = "fire_hydrant", defibrillator = "defibrillator", phone = "emergency_phone" },
	barrier = {
		bollard = "bollard", cycle_barrier = "cycle_barrier", gate = "gate", lift_gate = "gate", planter = "planter",
		block = "bollard",
	},
	leisure = { picnic_table = "picnic_table" },
	man_made = {
		manhole = "manhole", water_tap = "drinking_water", planter = "planter", flagpole = "flagpole",
		surveillance = "surveillance", street_cabinet = "cabinet",
	},
	advertising = { billboard = "billboard", column = "billboard", board = "billboard" },
	tourism = { information = "information_board" },
}
vocabulary.furniture_keys = {
	"amenity", "highway", "natural", "emergency", "barrier", "leisure", "man_made", "advertising",
}

return vocabulary
