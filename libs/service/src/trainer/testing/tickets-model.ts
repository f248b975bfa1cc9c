import { createRandom, type TextTarget } from '@lintel/contracts';
import { type TableRow } from '@lintel/core-ml';
import { tableOfRecords, textSchema } from '@lintel/core-ml/tables';
import { type TrainableTexts } from '../tasks/text-classification/trainable-texts';

export const TICKETS = 'shop.tickets';

const WORDS: Readonly<Record<string, readonly string[]>> = {
  billing: ['invoice', 'refund', 'price', 'card'],
  delivery: ['parcel', 'courier', 'address', 'late'],
  technical: ['crash', 'login', 'error', 'screen'],
};
const FILLERS = ['please', 'help', 'today', 'my', 'order', 'again', 'thanks', 'hello'];

/** Letters of customers with their queue; every tenth one lies. */
export function ticketRows(count: number, seed: number): TableRow[] {
  const random = createRandom(seed, 'tickets of a trainer');
  const pick = <Value>(values: readonly Value[]): Value => values[random.int(values.length)]!;
  const queues = Object.keys(WORDS);
  return Array.from({ length: count }, (_, at) => {
    const queue = pick(queues);
    const about = at % 10 === 0 ? pick(queues) : queue;
    const words = [pick(WORDS[about]!), pick(WORDS[about]!), ...Array.from({ length: 6 }, () => pick(FILLERS))];
    return {
      body: `${random.shuffle(words).join(' ')} ${seed * 1_000 + at}`,
      customer: `${seed}-${Math.floor(at / 2)}`,
      queue,
      labels: about === queue ? queue : `${queue};${about}`,
    };
  });
}

const rows = ticketRows(300, 1);
const table = tableOfRecords(rows);
const about = { name: 'tickets', licence: 'Apache-2.0', source: 'drawn by a program' };
const modelOf = (name: string, target: TextTarget): TrainableTexts => ({
  ...{ task: 'text-classification', name, title: 'Tickets', gates: {}, loop: {}, seed: 1, test: 0.3 },
  ...{ intendedUse: 'Tests.', limits: ['Knows tickets alone.'], text: ['body'], target },
  base: { ...about, open: () => Promise.resolve({ table, schema: textSchema(table, { text: ['body'], target }) }) },
});

/** A model that learns which queue a letter belongs to, in seconds. */
export const ticketsModel = modelOf(TICKETS, {
  ...{ columns: ['queue'], separator: null, against: null, group: 'customer' },
});

/** A model that learns all topics of a letter. */
export const topicsModel = modelOf('shop.topics', {
  ...{ columns: ['labels'], separator: ';', against: null, group: 'customer' },
});
