import { LintelError } from '@lintel/contracts';
import type { Transact } from '../delivery/transaction';
import { Outages } from './outages';

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
const stoppingServer = Object.assign(new Error('the database system is shutting down'), { code: '57P03' });
const answering: Transact = (work) => work({ query: () => Promise.resolve([]) });
const away: Transact = () => Promise.reject(refused);
const stream = (code: 'STREAM_UNAVAILABLE' | 'EVENT_INVALID') =>
  new LintelError(code, { problem: 'No.', cure: 'Wait.' });

describe('an outage', () => {
  it.each<[string, unknown, Transact | undefined, boolean]>([
    ['a database that does not answer', refused, away, true],
    [
      'a connection that broke before',
      new Error('Client has encountered a connection error and is not queryable'),
      away,
      true,
    ],
    ['a database that says that it stops', stoppingServer, answering, true],
    ['a broker that is away', stream('STREAM_UNAVAILABLE'), undefined, true],
    ['something else that cannot be reached, while the database answers', refused, answering, false],
    ['something that cannot be reached, without a database', refused, undefined, false],
    ['an event that is not valid', stream('EVENT_INVALID'), away, false],
    ['a handler that throws', new Error('no'), away, false],
  ])('%s', async (_, error, transact, expected) => {
    expect(await new Outages(transact).isOutage(error)).toBe(expected);
  });

  it('is the reason of a partition until it ends, or until the partition goes to another member', () => {
    const outages = new Outages(undefined);
    const partition = (number: number) => ({ topic: 't', partition: number, signal: new AbortController().signal });
    const leaving = new AbortController();
    expect(outages.reason).toBeUndefined();
    outages.began(partition(0), refused);
    outages.began({ ...partition(1), signal: leaving.signal }, stream('STREAM_UNAVAILABLE'));
    expect(outages.reason).toMatch(/ECONNREFUSED/);
    outages.ended(partition(0));
    expect(outages.reason).toBe('No.');
    leaving.abort();
    expect(outages.reason).toBeUndefined();
  });
});
