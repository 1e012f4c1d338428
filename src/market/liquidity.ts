/**
 * The floors under which a market is too thin for its price change to mean anything.
 *
 * They are stated in every reply that leaves something out because of them.
 */

/**
 * The least 24-hour volume, in US dollars, of an asset that is ranked by its price change.
 *
 * Below about a quarter of a million dollars a day, a single order of a few thousand dollars moves the price by whole percents,
 * so a list of the biggest changes would be a list of the thinnest books.
 */
export const MIN_VOLUME_24H_USD = 250_000;

/**
 * The least 24-hour volume, in US dollars, of a token that counts in the figures of a layer of the sector.
 *
 * Lower than the floor of a ranking, because the two can bear different things: a ranking shows its extremes, which is where thin
 * books end up, while a layer's headline is the median, which no single token moves. With the higher floor half of the small
 * layers would be left without the five members that a figure needs.
 */
export const MIN_MEMBER_VOLUME_24H_USD = 100_000;

/**
 * The least liquidity, in US dollars, of a pool on a decentralised exchange whose price is taken as the token's price.
 *
 * In a constant-product pool a buy of 1 % of one side moves the price by about 2 %: with 50,000 dollars in the pool (25,000 a side) that is a buy of 250 dollars.
 * Anything smaller is priced by whoever traded last.
 */
export const MIN_POOL_LIQUIDITY_USD = 50_000;
