import { randomInt } from './seeded-random';
import type { ForeignRecord } from './foreign-record';

export interface HostileRecord extends ForeignRecord {
  /** What is hostile about it, for the test report. */
  readonly what: string;
  /** The required outcome; undefined if both are acceptable. */
  readonly ends?: 'handled' | 'buried';
  /** Where the other program writes it. Default: events. */
  readonly to?: 'events' | 'retry';
}

/** A valid event that the generator turns into a hostile one. */
export interface HostileBase {
  readonly n: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Draft {
  key: Buffer | null;
  value: Buffer | null;
  headers: [Buffer, Buffer | null][];
  timestampMs: number;
}

type Kind = readonly [
  what: string,
  ends: HostileRecord['ends'],
  change: (draft: Draft, data: { n: number; key: string }, random: (below: number) => number) => void,
  to?: HostileRecord['to'],
];

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const NOT_UTF8 = Buffer.from([0x66, 0xc3, 0x28, 0xff]);
const HOUR_MS = 3_600_000;

function set(draft: Draft, name: string, value: Buffer | string | null): void {
  draft.headers = draft.headers.filter(([known]) => known.toString() !== name);
  add(draft, name, value);
}
function add(draft: Draft, name: string | Buffer, value: Buffer | string | null): void {
  draft.headers.push([Buffer.from(name as string), typeof value === 'string' ? bytes(value) : value]);
}
function setJson(draft: Draft, text: string): void {
  draft.value = bytes(text);
}
const oneOf = <T>(values: readonly T[], random: (below: number) => number): T => values[random(values.length)]!;

const KINDS: readonly Kind[] = [
  ['a header of null', 'handled', (draft) => add(draft, 'trace', null)],
  ['an id of null', 'buried', (draft) => set(draft, 'ce_id', null)],
  ['an empty id', 'buried', (draft) => set(draft, 'ce_id', '')],
  [
    'an id with a control character',
    'buried',
    (draft, _, random) => set(draft, 'ce_id', `a${oneOf(['\n', '\u001f', '\u009f'], random)}b`),
  ],
  ['an id with U+0000', undefined, (draft, { n }) => set(draft, 'ce_id', `${n}\0`)],
  ['an id of 8 kB', 'handled', (draft, { n }) => set(draft, 'ce_id', `${n}`.padEnd(8_192, 'x'))],
  ['an id of 300 kB', 'handled', (draft, { n }) => set(draft, 'ce_id', `${n}`.padEnd(300_000, 'é'))],
  [
    'an id that is not UTF-8',
    undefined,
    (draft, { n }) => set(draft, 'ce_id', Buffer.concat([bytes(`${n}`), NOT_UTF8])),
  ],
  ['two ids', undefined, (draft) => add(draft, 'ce_id', 'another')],
  [
    'the id of another shop',
    'handled',
    (draft) => {
      set(draft, 'ce_id', 'IMG_0001');
      set(draft, 'ce_source', `/shops/${draft.value!.toString('base64url').slice(0, 40)}`);
    },
  ],
  ['a key with U+0000', undefined, (draft) => (draft.key = bytes('k\0k'))],
  ['a key that is not UTF-8', undefined, (draft) => (draft.key = NOT_UTF8)],
  [
    'a key of 8 kB whose event fails',
    'buried',
    (draft, { n }) => {
      draft.key = bytes(`${n}`.padEnd(8_192, 'x'));
      setJson(draft, JSON.stringify({ n, key: 'k', fail: 'never' }));
    },
  ],
  ['an empty key', 'handled', (draft) => (draft.key = Buffer.alloc(0))],
  ['no key', 'handled', (draft) => (draft.key = null)],
  [
    'headers of ours with nonsense',
    'handled',
    (draft, _, random) => {
      set(draft, 'lintel-origin-topic', oneOf(['elsewhere', '../..', '', 'x'.repeat(5_000)], random));
      set(draft, 'lintel-origin-partition', oneOf(['x', '-1', '1e99', '99999999999999999999'], random));
      set(draft, 'lintel-origin-offset', 'NaN');
      set(draft, 'lintel-attempt', oneOf(['-5', '1e9', 'many'], random));
      set(draft, 'lintel-failed-at', 'yesterday');
      set(draft, 'lintel-value-omitted', 'true');
    },
  ],
  ['a forged seal', 'handled', (draft) => set(draft, 'lintel-sealed', 'no key of ours')],
  [
    'a forged origin, and broken JSON',
    'buried',
    (draft) => {
      set(draft, 'lintel-origin-topic', 'elsewhere');
      set(draft, 'lintel-origin-partition', '7');
      set(draft, 'lintel-origin-offset', '7');
      setJson(draft, '{"n":');
    },
  ],
  [
    'a header of 900 kB, and broken JSON',
    'buried',
    (draft) => {
      add(draft, 'baggage', Buffer.alloc(900_000, 'b'));
      setJson(draft, '{"n":');
    },
  ],
  [
    'headers as large as a record may be, and an event that fails',
    'buried',
    (draft, { n, key }) => {
      setJson(draft, JSON.stringify({ n, key, fail: 'never' }));
      for (let at = 0; at < 4; at += 1) add(draft, `baggage-${at}`, Buffer.alloc(261_900, 'b'));
    },
  ],
  [
    '20,000 headers',
    'handled',
    (draft) => {
      for (let at = 0; at < 20_000; at += 1) add(draft, `h${at}`, 'x');
    },
  ],
  [
    'names of headers that are no names',
    'handled',
    (draft, _, random) => {
      for (const name of ['', '__proto__', 'constructor', 'toString', '😀', 'a\0b', 'x'.repeat(random(9_000))])
        add(draft, name, 'x');
      add(draft, NOT_UTF8, NOT_UTF8);
    },
  ],
  [
    'a header twice',
    'handled',
    (draft) => {
      add(draft, 'trace', 'one');
      add(draft, 'trace', 'two');
    },
  ],
  ['no headers', 'buried', (draft) => (draft.headers = [])],
  ['a type of 200 kB', 'buried', (draft) => set(draft, 'ce_type', 't'.repeat(200_000))],
  [
    'an unknown type',
    'buried',
    (draft, _, random) => set(draft, 'ce_type', oneOf(['__proto__', 'constructor', 'shop.sold.v9'], random)),
  ],
  ['a subject of 100 kB', 'handled', (draft) => set(draft, 'ce_subject', 's'.repeat(100_000))],
  ['a source with a line break', 'buried', (draft) => set(draft, 'ce_source', '/a\n/b')],
  ['another version of CloudEvents', 'buried', (draft) => set(draft, 'ce_specversion', '0.3')],
  [
    'the structured mode',
    'buried',
    (draft) => (draft.headers = [[bytes('content-type'), bytes('application/cloudevents+json')]]),
  ],
  [
    'a content type that is not JSON',
    'buried',
    (draft, _, random) =>
      set(
        draft,
        'content-type',
        oneOf(['text/plain', 'image/png', 'application/json; charset=iso-8859-1', 'avro/binary', ''], random),
      ),
  ],
  [
    'a time that no calendar has',
    'buried',
    (draft, _, random) =>
      set(
        draft,
        'ce_time',
        oneOf(['2024-02-31T00:00:00Z', '+275760-09-13T00:00:01Z', '1', 'yesterday', '2024-13-01T00:00:00Z'], random),
      ),
  ],
  ['a time before every calendar', 'handled', (draft) => set(draft, 'ce_time', '0001-01-01T00:00:00Z')],
  ['a timestamp before 1970', 'handled', (draft) => (draft.timestampMs = -1)],
  ['a timestamp ahead of every clock', 'handled', (draft) => (draft.timestampMs = Date.now() + 0.9 * HOUR_MS)],
  [
    'a timestamp ahead of every clock, and an event that fails',
    'buried',
    (draft, { n, key }) => {
      draft.timestampMs = Date.now() + 0.9 * HOUR_MS;
      setJson(draft, JSON.stringify({ n, key, fail: 'never' }));
    },
  ],
  ['a tombstone', 'buried', (draft) => (draft.value = null)],
  ['a value of no bytes', 'buried', (draft) => (draft.value = Buffer.alloc(0))],
  [
    'random bytes',
    'buried',
    (draft, _, random) => (draft.value = Buffer.from(Array.from({ length: 1 + random(99) }, () => 128 + random(128)))),
  ],
  [
    'JSON that is not UTF-8',
    'buried',
    (draft, { n, key }) =>
      (draft.value = Buffer.concat([bytes(`{"n":${n},"key":"${key}","text":"`), NOT_UTF8, bytes('"}')])),
  ],
  [
    'a byte order mark',
    'buried',
    (draft) => (draft.value = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), draft.value!])),
  ],
  [
    'JSON that is not an object',
    'buried',
    (draft, _, random) => setJson(draft, oneOf(['null', '7', '"{}"', '[{}]', '{"n":1}}'], random)),
  ],
  [
    'an invalid number',
    'buried',
    (draft, _, random) =>
      setJson(draft, `{"n":${oneOf(['1e400', '0.5', '12345678901234567890', '"1"'], random)},"key":"k"}`),
  ],
  ['a number too large for its column', 'buried', (draft) => setJson(draft, '{"n":3000000000,"key":"k"}')],
  [
    'U+0000 in a string',
    'buried',
    (draft, { n, key }) => setJson(draft, `{"n":${n},"key":"${key}","text":"a\\u0000b"}`),
  ],
  [
    'half of a surrogate pair',
    'buried',
    (draft, { n, key }, random) =>
      setJson(
        draft,
        `{"n":${n},"key":"${key}","text":"${oneOf(['\\ud83d', '\\udE00', '\\ud83d\\u0041', '\\ude00\\ud83d'], random)}"}`,
      ),
  ],
  [
    'what only looks like half of a surrogate pair',
    'handled',
    (draft, { n, key }) => setJson(draft, `{"n":${n},"key":"${key}","text":"\\\\ud83d \\ud83d\\ude00 \\\\u0000"}`),
  ],
  [
    'keys that are special in JavaScript',
    'handled',
    (draft, { n, key }) =>
      setJson(
        draft,
        `{"n":${n},"key":"${key}","__proto__":{"fail":"x"},"extra":{"__proto__":{"a":1},"constructor":null}}`,
      ),
  ],
  [
    'JSON nested 100,000 deep',
    undefined,
    (draft, { n, key }) =>
      setJson(draft, `{"n":${n},"key":"${key}","extra":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  ],
  [
    'an error whose words cannot be stored',
    'buried',
    (draft, { n, key }) => setJson(draft, JSON.stringify({ n, key, fail: 'unstorable words' })),
  ],
  [
    'an error of something else that is away',
    'buried',
    (draft, { n, key }) => setJson(draft, JSON.stringify({ n, key, fail: 'refused' })),
  ],
  [
    'an event that fails once',
    'handled',
    (draft, { n, key }) => setJson(draft, JSON.stringify({ n, key, fail: 'once' })),
  ],
  ['a plain event in a retry topic', 'handled', () => undefined, 'retry'],
  ['broken JSON in a retry topic', 'buried', (draft) => setJson(draft, '{"n":'), 'retry'],
  [
    'a retry topic with headers of ours with nonsense',
    undefined,
    (draft, _, random) => {
      set(draft, 'lintel-origin-topic', oneOf(['', 'A B', 'x'.repeat(900)], random));
      set(draft, 'lintel-origin-partition', 'x');
      set(draft, 'lintel-origin-offset', '-1');
      set(draft, 'lintel-attempt', oneOf(['-5', '1e9', '2', '77'], random));
      set(draft, 'lintel-failed-at', '+999999-01-01T00:00:00Z');
    },
    'retry',
  ],
  ['a forged seal in a retry topic', undefined, (draft) => set(draft, 'lintel-sealed', 'no key of ours'), 'retry'],
  [
    'a timestamp ahead of every clock in a retry topic',
    'handled',
    (draft) => (draft.timestampMs = Date.now() + 0.9 * HOUR_MS),
    'retry',
  ],
];

/** Records that a producer should not send: every kind several times, with details determined by the seed. */
export function hostileRecords(seed: number, bases: readonly HostileBase[]): HostileRecord[] {
  const random = randomInt(seed);
  return bases.map(({ n, key, headers }, at) => {
    const [what, ends, change, to = 'events'] = KINDS[at % KINDS.length]!;
    const draft: Draft = {
      key: bytes(key),
      value: bytes(JSON.stringify({ n, key })),
      headers: Object.entries(headers).map(([name, text]) => [bytes(name), bytes(text)]),
      timestampMs: Date.now(),
    };
    change(draft, { n, key }, random);
    return { ...draft, what, to, ...(ends === undefined ? {} : { ends }) };
  });
}
