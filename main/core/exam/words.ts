/** Words that exams build keys and lists from: everyday adjectives and nouns, gathered for this project. Pure. */

/** Adjectives for keys like `amber-kettle`. */
export const ADJECTIVES =
  "able amber ample ancient arctic autumn awake azure basic bitter blank bold brave brief bright brisk broad calm careful cheap chief civil clean clear clever coarse cold common cool crisp curly daily damp dark dear deep dense dim dizzy double dry dull dusty eager early earnest easy elder empty equal even exact faint fair famous fancy fast fierce final firm fit flat fleet fluffy fond formal frank free fresh frosty full gentle giant glad golden good grand grave great green grey grim gross happy hard harsh hasty heavy hidden high hollow honest humble icy idle inner jolly just keen kind large last late lazy lean light little lively local lone long loud low loyal lucky major mellow merry mild minor misty modest moist narrow native near neat nimble noble noisy novel odd old open orange outer oval pale past patient plain polite poor prime private proper proud public pure quick quiet rapid rare raw ready real regal rich rigid ripe rough round royal rural rusty sad safe salty scarce secret senior serious shallow sharp short shy silent silver simple single sleepy slim slow smart smooth snowy social soft solar solid sour spare spicy stable steady steep sticky stiff still stout strange strict strong sturdy subtle sudden sunny super sure sweet swift tall tame tender thick thin tidy tight tiny tired topical total tough tropic true upper urban usual vague vast vital vivid warm wary weak weary wet white whole wide wild windy wise wooden young".split(
    " ",
  );

/** Nouns for keys and lists. */
export const NOUNS =
  "acorn anchor anvil apple apron arch arrow attic badge bakery bamboo banjo barley barn basil basket beacon beaver bell bench berry birch biscuit blanket boat bonnet book boot bottle boulder bowl bracket branch brass bread brick bridge broom bucket buckle butter button cabin cable candle canoe canvas canyon carpet carrot castle cedar cellar chair chalk chapel cherry chimney cider circle clay cliff clock cloth cloud clover coal coast cobbler coffee comb compass copper coral cork corner cotton cradle crane crater cricket crown curtain daisy dawn desk diamond dinner dock donkey door dove drawer drum dune eagle easel echo elbow elm ember engine falcon farm feather fence fern ferry fiddle field finger fjord flag flame flask fleece flint flour flute forest fork fossil fountain fox frame frost garden garlic garnet gate ginger glacier glass globe glove goose grain granite grape grass gravel guitar gull hammer hammock harbor harp harvest hatch hazel hedge helmet herald heron hill hinge honey hook horn horse hostel inlet iris iron island ivory ivy jacket jar jasmine jetty jewel juniper kettle key kiln kitchen kite knot ladder lagoon lamp lantern lark lattice lavender leaf ledger lemon lens lentil letter lever library lichen lilac lily linen lion lobby locket loft loom lotus magnet mallet mango mantle maple marble market marsh mast meadow medal melon mill minnow mint mirror mitten monk moon mosaic moss moth mountain mural needle nest nettle nickel notebook nutmeg oak oasis oat oboe ocean olive onion opal orchard orchid otter oven owl oyster paddle palace panel paper parcel parlor parsley pasture path peach pear pebble pelican pencil pepper piano picnic pier pillow pine pipe pitcher plank plate plaza plow plum pocket pollen pond poplar poppy porch porridge potter powder prairie prism puddle pulley pump quarry quarter quartz quilt quiver rabbit radish raft rain ranch raven reed ribbon rice ridge ring river robin rocket roof root rope rose rudder saddle saffron sail salad salmon sandal satchel saucer scarf school seal seed shadow shawl shed shelf shell shepherd shield shore shovel shrub sickle signal silk skate slate sled sleeve snail soap sofa soil spade sparrow spice spider spindle spire sponge spoon spring spruce spur stable statue steam steel stone stool storm stove straw stream sugar summit swallow swan table tailor tannery teapot temple tent thicket thimble thistle thorn thread thunder ticket tide tiger timber tin toast tomato torch tower trail tray trellis trout trumpet trunk tulip tunnel turnip turtle umbrella valley vase vault velvet village vine violet violin wagon wallet walnut warbler waterfall wax weaver well whale wharf wheat wheel whistle willow window wing winter wolf wood wool wren yard yarn zebra zinc".split(
    " ",
  );

/** The key at a place in the row of all adjective-noun pairs. */
export function pairAt(index: number): string {
  return `${ADJECTIVES[Math.floor(index / NOUNS.length) % ADJECTIVES.length]}-${NOUNS[index % NOUNS.length]}`;
}

/** All words for lists: plain ones first, then pairs, of which there are enough for a window of millions. */
export function listWords(count: number): string[] {
  const plain = [...new Set([...NOUNS, ...ADJECTIVES])];
  if (count <= plain.length) return plain;
  // A stride that shares no factor with the number of pairs visits each pair once.
  const pairs = NOUNS.length * ADJECTIVES.length;
  const wanted = Math.min(count - plain.length, pairs);
  return [...plain, ...Array.from({ length: wanted }, (_, index) => pairAt((index * 7919) % pairs))];
}
