import { createRandom } from '@lintel/contracts';
import { type Table, tableOfRecords } from '../../tables/table';
import { readInteractions } from '../read-interactions';
import { type Interactions } from '../interactions';

/**
 * Users of one of three tastes, each with ten items of its own in a fixed order: a user goes along the order from a
 * random place and now and then takes an item of another taste.
 */
export function tasteTable(users: number, seed: number, most = 8): Table {
  const random = createRandom(seed, 'tastes');
  const rows = Array.from({ length: users }, (_, user) => {
    const taste = random.int(3);
    const first = random.int(10);
    const length = Math.min(most, 4 + random.int(5));
    return Array.from({ length }, (_, at) => {
      const own = random.next() < 0.85;
      const item = own ? `${taste}-${(first + at) % 10}` : `${random.int(3)}-${random.int(10)}`;
      return { user: `u${user}`, item, timestamp: 1_000_000 + user + 60 * at };
    });
  });
  return tableOfRecords(rows.flat());
}

export const tastes = (users = 300, seed = 1, most = 8): Interactions =>
  readInteractions(tasteTable(users, seed, most), { name: 'tastes' }).interactions;
