import { CLOTHING } from './clothing';
import { FOOD } from './food';
import { type GoodsRow } from './goods-row';
import { HOME_AND_TECHNOLOGY } from './home-and-technology';
import { HOUSEHOLD } from './household';
import { LEISURE } from './leisure';

/**
 * The classes of ImageNet (ILSVRC 2012, 1,000 synsets of WordNet 3.0; Russakovsky et al. 2015) that a shop sells, by
 * their index in the order of the challenge. Classes that a shop would not keep apart are one kind. Animals, plants,
 * places, vehicles, weapons and parts of machines are left out.
 */
export const GOODS: readonly GoodsRow[] = [...CLOTHING, ...HOUSEHOLD, ...HOME_AND_TECHNOLOGY, ...LEISURE, ...FOOD];
