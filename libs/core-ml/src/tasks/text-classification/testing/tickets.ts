import { createRandom } from '@lintel/contracts';
import { type Table, tableOfRecords } from '../../../tables/table';

const TOPICS: Readonly<Record<string, readonly string[]>> = {
  billing: ['invoice', 'refund', 'charged twice', 'credit card', 'price'],
  delivery: ['parcel', 'courier', 'late delivery', 'tracking number', 'address'],
  technical: ['crash', 'login fails', 'error message', 'update', 'screen'],
};
const FILLERS = ['please', 'help', 'today', 'my', 'order', 'the', 'with', 'again', 'thanks', 'hello', 'since', 'still'];

/** Letters of customers: some are about two topics, and most say something that belongs to another topic. */
export function ticketRows(count: number, seed: number): Record<string, string>[] {
  const random = createRandom(seed, 'tickets');
  const pick = <Value>(values: readonly Value[]): Value => values[random.int(values.length)]!;
  const topics = Object.keys(TOPICS);
  return Array.from({ length: count }, (_, at) => {
    const topic = pick(topics);
    const second = at % 3 === 0 ? pick(topics.filter((one) => one !== topic)) : null;
    const own = second === null ? [topic] : [topic, second];
    const words = [
      ...own.flatMap((one) => [pick(TOPICS[one]!), pick(TOPICS[one]!)]),
      ...(second === null ? [pick(TOPICS[topic]!)] : []),
      ...(random.next() < 0.3 ? [pick(TOPICS[pick(topics)]!)] : []),
      ...Array.from({ length: 8 }, () => pick(FILLERS)),
    ];
    return {
      subject: `Ticket ${at + 1}`,
      body: random.shuffle(words).join(' '),
      topic,
      topics: own.join(';'),
      customer: `c${Math.floor(at / 2)}`,
    };
  });
}

export const ticketTable = (count = 240, seed = 1): Table => tableOfRecords(ticketRows(count, seed));
