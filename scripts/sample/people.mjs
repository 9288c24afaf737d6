// Everybody who writes. All of them are invented, and so are their firms.
// zone: 'uk' (the default), 'cet', 'atlantic' or a fixed offset.
// quote: the style their mail program quotes in; attr: how it writes the line above a quote.
export const people = {
  nora: {
    name: 'Nora Hale', first: 'Nora', mail: 'nora@haleworks.example',
    oldMail: 'nora.hale@tidewater.example', oldUntil: '2021-04-12', role: 'the owner of the archive',
  },
  mum: { name: 'Irene Hale', first: 'Irene', mail: 'irene.hale@postbox.example', family: 'Mum', quote: 'none', role: "Nora's mother" },
  dan: { name: 'Hugo Hale', first: 'Hugo', mail: 'hugo@halefamily.example', family: 'Hugo', zone: 'atlantic', role: "Nora's brother, in Nova Scotia" },
  leo: { name: 'Leo Hale', first: 'Leo', mail: 'leo@halefamily.example', family: 'Leo', zone: 'atlantic', role: "Hugo's son" },
  alice: {
    name: 'Alice Chen', first: 'Alice', mail: 'alice.chen@quayside-estates.example', quote: 'outlook', role: 'the landlord’s agent at Slipway Yard',
    sig: 'Alice Chen\nQuayside Estates, 2 Custom House Steps, Aldersea\nTel. 01632 960117',
  },
  brian: {
    name: 'Brian Tolland', first: 'Brian', mail: 'brian@tolland-moss.example', quote: 'outlook', charset: 'windows-1252', role: 'the accountant',
    sig: 'Brian Tolland\nTolland Moss, Accountants\n14 Malt Street, Aldersea',
  },
  ruth: {
    name: 'Ruth Abara', first: 'Ruth', mail: 'ruth.abara@alderseamuseum.example', cte: '8bit', attr: 'addr', role: 'exhibitions manager at the Aldersea Maritime Museum',
    sig: 'Ruth Abara\nExhibitions Manager\nAldersea Maritime Museum, The Old Ice House, Fish Quay',
  },
  wendy: { name: 'Wendy Pike', first: 'Wendy', mail: 'wendy@harbourvoices.example', role: 'secretary of the choir, Harbour Voices' },
  victor: {
    name: 'Victor Lindqvist', first: 'Victor', mail: 'victor@lindqvist-timber.example', attr: 'addr', role: 'timber merchant',
    sig: 'Victor Lindqvist\nLindqvist Timber, Mill Reach',
  },
  tina: { name: 'Tina Okafor', first: 'Tina', mail: 'tina@okafor-sails.example', role: 'sailmaker and rigger', sig: 'Okafor Sails, the loft above the chandlery' },
  frank: { name: 'Frank Dellow', first: 'Frank', mail: 'frank.dellow@brightpost.example', role: 'owner of the gaff cutter Kittiwake' },
  karen: {
    name: 'Karen Voss', first: 'Karen', mail: 'karen.voss@vossandlyle.example', quote: 'outlook', role: 'owner of the pilot cutter Corncrake',
    sig: 'Karen Voss\nVoss & Lyle, Structural Engineers',
  },
  eva: { name: 'Eva Brandt', first: 'Eva', mail: 'eva.brandt@hafenmuseum-norderhaven.example', zone: 'cet', lang: 'de', role: 'curator at a German harbour museum' },
  chloe: { name: 'Chloé Marchand', first: 'Chloé', mail: 'chloe@voilerie-marchand.example', zone: 'cet', lang: 'fr', role: 'sailcloth maker in Brittany' },
  rosa: { name: 'Rosa Ibarra', first: 'Rosa', mail: 'rosa@varadero-ibarra.example', zone: 'cet', lang: 'es', role: 'bronze founder in northern Spain' },
  owen: {
    name: 'Owen Prisk', first: 'Owen', mail: 'owen@haleworks.example', oldMail: 'owen.prisk@brightpost.example', oldUntil: '2021-04-12',
    role: 'apprentice from 2019, later partner',
  },
  grace: { name: 'Grace Nwosu', first: 'Grace', mail: 'grace@haleworks.example', role: 'joiner at Hale Works since 2023' },
  emma: { name: 'Emma Sato', first: 'Emma', mail: 'emma.sato@fernmail.example', zone: '+0900', role: 'an old friend who teaches in Osaka' },
  sam: { name: 'Sam Hadri', first: 'Sam', mail: 'sam@saltroads.example', role: 'curator of the touring exhibition Salt Roads' },
  paula: {
    name: 'Paula Quill', first: 'Paula', mail: 'paula.quill@lanternmutual.example', quote: 'outlook', role: 'the insurance office',
    sig: 'Paula Quill\nLantern Mutual Marine Insurance',
  },
  kate: { name: 'Kate Elsworthy', first: 'Kate', mail: 'kate.elsworthy@larkhillschool.example', role: 'teacher at Lark Hill School' },
  peter: { name: 'Peter Morrish', first: 'Peter', mail: 'peter@morrish-electrical.example', quote: 'none', role: 'electrician' },
  jack: {
    name: 'Jack Rowden', first: 'Jack', mail: 'jack.rowden@alderseaport.example', role: 'harbour master',
    sig: 'Jack Rowden, Harbour Master\nAldersea Port Office, VHF channel 12',
  },
  carla: { name: 'Carla Mendes', first: 'Carla', mail: 'carla@mendesdesign.example', role: 'graphic designer of the exhibitions' },
  henry: { name: 'Henry Aske', first: 'Henry', mail: 'henry.aske@postbox.example', quote: 'none', role: 'retired shipwright who taught Nora' },
  vera: { name: 'Vera Whitlock', first: 'Vera', mail: 'vera@whitlockpots.example', quote: 'none', role: 'potter in Unit 6' },
  tom: { name: 'Tom Ferrand', first: 'Tom', mail: 'tom@ferrandcarriers.example', role: 'carrier' },
  oscar: { name: 'Oscar Lyne', first: 'Oscar', mail: 'oscar.lyne@brightpost.example', role: 'owner of a clinker dinghy' },
  news: { name: 'The Tide Table', first: 'editor', mail: 'news@tidetable.example', role: 'the quarterly newsletter of the harbour trust' },
  chandler: { name: 'Tollgate Chandlery', first: 'team', mail: 'orders@tollgate-chandlery.example', role: 'web orders' },
  ferry: { name: 'Skerry Line Bookings', first: 'team', mail: 'bookings@skerryline.example', role: 'web bookings' },
  daemon: { name: 'Mail Delivery Subsystem', first: 'system', mail: 'mailer-daemon@haleworks.example', role: 'the mail system' },
  port: { name: 'Aldersea Port Office', first: 'team', mail: 'office@alderseaport.example', role: 'the harbour office' },
};
