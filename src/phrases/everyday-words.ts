const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((word) => word !== ""));

/**
 * Words that stand for no coin, however plainly a price is asked for, unless a `$` is before them: pronouns, small talk, and
 * things with prices of their own.
 */
export const NEVER_A_COIN: ReadonlySet<string> = setOf(`
  a about advice again all also am an and answer any anyone anything apple are as ask at ate back bad be beer best better big bitte bot bread bye
  can car chart cheap check coffee coin coins come cool crypto cost currency data day days die do does doing done down each eggs else ever every everyone everything
  far fast few fine first flat food for free friend friends from fuel fun funds gas gasoline get gm gn go going gold good great group guys
  happy he hello help her here hey hi him his home hour hours house how huge i idea ideas if in info into is it its job joke just keep know land last later less
  life like list living lol lot lunch make man many market markets mate maybe me men milk mind mine minute minutes moin moment money month more most movers much music my
  name need never new news next nice night no none not nothing now of off ok okay old on one ones only open or orders other our out over pay people petrol pizza
  play please pls plz power price prices question quote random rate ready real rent rest rice right same say see sell share she show silver so some someone something
  soon sorry start stay still stock stocks stop story success such sure talk tea team test thank thanks that the their them then there they thing things think this those
  time times to today token tokens tomorrow tonight too top town trade trading true try two ty up us use very wait want war was water way we weather week weeks welcome well
  were what when where which white who why will win wine with wood word words work world-cup would wow yeah year years yes yesterday yet yo you your
  alle alles aber auch auto benzin brot das dein den der dich die dir du ein eine er es gut haus heute hier ich ihr ja jetzt kaffee kein leben mein mich milch mir mit nein nicht
  oder schon sein sie strom tag uns und viel was wasser wer wie wir wo zeit
  agua ahora algo aquí bien casa café cada con cosa de desde dos el ella ellos eso esta este esto gasolina hola hoy la las leche lo los luz mi mucho muy nada no nos oro otro
  pan para pero por que quien si son su tiempo todo tu un una uno usted vida y ya yo
  argent au aux avec bien bonjour ce cela celle ces cette dans des deux du eau elle en est et eux il ils je jour la le les leur lui ma mais merci moi mon ne non nous or ou oui
  pain par pas pour qui quoi sa salut se ses son sur ta te temps toi ton tout un une vie vin vous
  agora aí aqui bem bom casa coisa com da do ela ele eles em essa esse esta este eu hoje isso isto já lá leite luz mais me meu minha muito na nada não no nós o obrigado os ouro
  ouro para pão pela pelo por quem se sem sim sua tempo tudo um uma vida você`);

/**
 * Words of every day that are also the name or ticker of a coin, or may be: in lower case they are taken for it only beside a
 * word that can mean nothing else ("price of near"), never by themselves ("near me").
 */
const EVERYDAY: ReadonlySet<string> = setOf(`
  ace act agent agents ai air aleph alien alpha alt amp angle anime anon any ape apex apt ar arc archer ark arm army art ask asset astro atlas atom auction audio aurora auto avalanche axe
  baby back bake balance band bank bar base basic bat bean bear beam bee bell bet beta bid bigtime bit bite black blast block bloom blue blur boba bold bond bone bonk book boost boss bot bounce box
  brain brave brett bridge bright bull bullish bubble buddy buddies burger cake call camp candy cap card care carry cat catch cats celo chain chance change chat check cheese chef chess child chill chutes
  circle city civic class clean clear clearpool cloud clover club coin comet common compound connect convert cookie cool core cortex cosmos country cow crab cream credit cross crown cry cube cup curve cyber
  dag dao dar dark data day deep degen delta dent desk dia diamond digital dock dog dogs dollar door dot dragon dream drift drip drop duck dust dusk dym earn earth east echo edge edu ego eigen elastic elf
  energy engine enjoy ens epic era ergo ether eva event ever exo eye fact fair faith fan farm fast fetch few fi fight file fire firo first fish flag flame flare flash flex flock flow flower floki flux fly
  fold food fork form forth fox frame free friend frog front fuel fun function fuse future fx gala game games gas gear gem gene get ghost giant gift giga girl give glitch global glow go goat god gods gold golem
  good grab grass gravity green grid grin grind grow guild gun hack hair hash hat hawk heat helium hello helper hero hex high hive hold holo home hook hop hope horse hot house hub human humanity hunt hype ice
  icon id ignition immutable index infinity ink insure internet io iron island item jam jasmine join joy jump jupiter just key kick kid kind king kite kitty knight lab lamb land large late launch law layer lazio leaf
  league legend lemon let level life lift light like line link lion lisk liquid list lit live loan lock logic loom loop loot lot love low luck luna lunar lux mad magic mail main major maker man mana manta map
  marble mark mars mask mass master math max maze me media meet mega meme memes mercury mesh meta metal metro mew mimic min mind mine mint mir mirror mix mobile mode moment mon monster moo mood moon moonbeam mother move movement mover
  music near need neo neon nest net neutron next nexus nil nim nine no noble node non normal north nos note nova now null number ocean oil ok olive om omega omni on one open oracle ora orange orbit orca
  order origin osmosis out over oxygen oxy page pal pan panda paper paradise part party pass path pay peak pearl people pepe perp pet phantom phoenix phone pi pig pin pit pixel pixels planet plant plasma play plume point pokt polar
  pond pool pop portal portal post pot potato power prime prize prom prompt proof propy prop pump punk pure push puzzle pyth quack quant quantum queen quick quiz rad radio rail rain rally rare raven ray reach
  reactor real reason red reef regen ren render rent request reserve rest rich rif rift rise river road robot rock roam ron rook room root rose rough round route royal rss rub run safe saga salt sand sandbox sat save
  science score scroll sea seal season secret seed sei self send sense sentient sentinel serum serv shadow shape shard share shell shift ship shop short show shrimp side siege sign signal silly simple sin six skill sky sleep slice slim small
  smile smooth snap snow soap social soil solar solid solve sonic soon soul sound south space spark spec spell spice spin spirit spot spring sport squad squid stable stack stake star stargate stars state status steem stellar
  step stock stone stop storm story strike strip strong sub sugar sun super supra sure surf sushi swap swarm swarms sweat swell sync synapse syn sys table tag tail take tale tank tap target task tax team tech ten
  tensor term test text theta thing think thor thunder tide tiger tilt time tip titan toad token tomb ton tool top torch torn toshi total touch tower town toy trac track trade trail train trap treat tree trial tribe
  trip troll tron true trump trust truth try tune turbo turn turtle twin uni union unit unity up uptime use usual vana vault vega velo venice venus vet verge vine virtual vision vita vite voice void vow voxel wait walk wall war warden wave
  waves wax way wayfinder wealth weather web west whale wheat whole wick wild wild win wind wine wing wink wise wish wolf woo wood work world worm wrap write x yes yield you young zero zeta zen zone
  am pm hr hrs kg km gb tb mb cm mm ft lb lbs oz sec secs pcs mal ist mit gut ora nos ser vas ver dar pol mar luz paz sal ton lama fin ami mer dent pain cat`);

/** Whether a word in lower case says nothing of coins by itself. */
export const isEveryday = (word: string): boolean => NEVER_A_COIN.has(word) || EVERYDAY.has(word);
