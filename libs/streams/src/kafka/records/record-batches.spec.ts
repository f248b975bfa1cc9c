import { compressFrameSync } from 'lz4-napi';
import { gzipSync } from 'node:zlib';
import { crc32c } from './crc32c';
import { decodeRecordBatches } from './record-batches';
import { encodeBatch, encodeRecords } from './testing/encode-batch';
/** Batches that librdkafka 2.16 wrote to a broker, one per codec. */
import librdkafka from './testing/librdkafka-batches.json';

const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ key: 'key', value: String(from + at) }));
const plain = (baseOffset: number, count = 2) =>
  encodeBatch(encodeRecords(numbers(baseOffset, count)), { baseOffset, count });
const values = (messages: Awaited<ReturnType<typeof decodeRecordBatches>>) =>
  messages.map(({ value }) => value?.toString() ?? null);

describe('record batches', () => {
  it.each(Object.entries(librdkafka))(
    'written by librdkafka with %s are read, every field of them',
    async (_, text) => {
      const messages = await decodeRecordBatches(Buffer.from(text, 'base64'));
      expect(messages).toHaveLength(20);
      messages.forEach((message, n) => {
        expect(message).toMatchObject({ offset: String(n), isControlRecord: false });
        expect(message.key?.toString()).toBe(`key-${n % 3}`);
        expect(JSON.parse(message.value!.toString())).toEqual({ n, text: 'merchandise '.repeat(8) });
        expect(Object.entries(message.headers).map(([name, value]) => [name, String(value)])).toEqual([
          ['ce_id', String(n)],
        ]);
        expect(Math.abs(Number(message.timestamp) - Date.UTC(2026, 0))).toBeLessThan(3 * 366 * 86_400_000);
      });
    },
  );

  it.each(Object.entries(librdkafka))(
    'damaged inside %s become one stand-in with their range, and those around are read',
    async (codec, text) => {
      const damaged = Buffer.from(text, 'base64');
      damaged.writeBigInt64BE(2n, 0);
      damaged[damaged.length - 20]! ^= 0x55;
      const messages = await decodeRecordBatches(Buffer.concat([plain(0), damaged, plain(22)]));
      expect(values(messages)).toEqual(['0', '1', null, '22', '23']);
      expect(messages[2]).toMatchObject({
        offset: '21',
        unreadable: { firstOffset: 2, lastOffset: 21, reason: `${codec}: its checksum is wrong` },
      });
    },
  );

  it('that a codec refuses, of an unknown codec, or with damaged records become stand-ins', async () => {
    const records = encodeRecords(numbers(0, 2));
    const reasonOf = async (batch: Buffer) => (await decodeRecordBatches(batch))[0]?.unreadable?.reason;
    for (const codec of [1, 2, 3, 4]) {
      expect(await reasonOf(encodeBatch(records, { count: 2, codec }))).toMatch(/^(gzip|snappy|lz4|zstd): ./);
    }
    expect(await reasonOf(encodeBatch(records, { count: 2, codec: 6 }))).toMatch(/^unknown codec 6: /);
    expect(await reasonOf(encodeBatch(records, { count: 3 }))).toMatch(/bytes are asked for/);
    expect(await reasonOf(encodeBatch(records, { count: 2_000_000_000 }))).toMatch(/announces 2000000000 records/);
  });

  it('that would fill the memory when they are decompressed become stand-ins at once', async () => {
    const zeros = Buffer.alloc(80 * 2 ** 20);
    const bombs = [
      encodeBatch(gzipSync(zeros), { count: 1, codec: 1 }),
      encodeBatch(compressFrameSync(zeros), { count: 1, codec: 3 }),
    ];
    // A zstd frame that announces a window of 1 GiB, and a snappy block that announces 2 GiB.
    const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x03, 0x00, 0x00, 0x00]);
    const snappy = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07, 0x00]);
    bombs.push(encodeBatch(zstd, { count: 1, codec: 4 }), encodeBatch(snappy, { count: 1, codec: 2 }));
    for (const bomb of bombs) {
      const [message] = await decodeRecordBatches(bomb);
      expect(message?.unreadable?.reason).toMatch(/larger than|more than|too big/);
    }
  });

  it('with 100,000 headers on one record do not take the square of that, names that repeat included', async () => {
    const headers = Array.from({ length: 100_000 }, (_, at) => [`h-${at % 50_000}`, null] as const);
    const batch = encodeBatch(encodeRecords([{ value: 'x', headers }]), { count: 1 });
    const startedAt = performance.now();
    const [message] = await decodeRecordBatches(batch);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(Object.keys(message!.headers)).toHaveLength(50_000);
    expect(message!.headers['h-7']).toEqual([null, null]);
  });

  it('that are cut off at the end of an answer wait for the next one', async () => {
    const whole = Buffer.concat([plain(0), plain(2)]);
    expect(values(await decodeRecordBatches(whole.subarray(0, whole.length - 1)))).toEqual(['0', '1']);
    expect(values(await decodeRecordBatches(whole.subarray(0, 30)))).toEqual([]);
  });

  it('carry the checksum of RFC 3720', () => {
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });
});
