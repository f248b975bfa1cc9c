import { randomBytes } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import { murmur2, partitionOf } from './partition-of';

it('hashes as Apache Kafka does', () => {
  // From org.apache.kafka.common.utils.UtilsTest#testMurmur2.
  const cases = { '21': -973932308, foobar: -790332482, 'a-little-bit-long-string': -985981536 };
  for (const [text, hash] of Object.entries(cases)) expect(murmur2(Buffer.from(text))).toBe(hash);
});

it('sends a key to the same partition as kafkajs', () => {
  const choose = Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: 7 }, (_, partitionId) => ({ partitionId, leader: 0 }));
  for (let length = 0; length < 40; length += 1) {
    const key = randomBytes(length).toString('hex').slice(0, length);
    const message = { key, value: null };
    expect(partitionOf(key, 7)).toBe(choose({ topic: 't', partitionMetadata: partitionMetadata as never, message }));
  }
});
