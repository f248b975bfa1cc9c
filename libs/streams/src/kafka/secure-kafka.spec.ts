import { LintelError } from '@lintel/contracts';
import { createServer } from 'node:net';
import { describeWithKafka } from '../testing/describe-with-kafka';
import { eventually } from '../testing/eventually';
import { startTestKafka, type TestKafka } from '../testing/start-test-kafka';
import { KafkaEventStream } from './kafka-event-stream';
import { readKafkaSettings } from './kafka-settings';

jest.setTimeout(60_000);
describeWithKafka('a real Apache Kafka with TLS and sign-in', () => {
  let kafka: TestKafka;
  let secure: string;
  let plain: string;
  let right: Record<string, string>;
  const streams: KafkaEventStream[] = [];

  const open = (variables: Record<string, string>): KafkaEventStream => {
    const stream = new KafkaEventStream(readKafkaSettings(variables)!);
    streams.push(stream);
    return stream;
  };
  /** What a user with these variables reads: in the error, and in the readiness of the service. */
  const refusal = async (variables: Record<string, string>): Promise<{ error: LintelError; reason: string }> => {
    const stream = open(variables);
    const startedAt = performance.now();
    const error: unknown = await stream
      .createTopics([{ name: 'never', partitions: 1 }])
      .catch((caught: unknown) => caught);
    if (!(error instanceof LintelError)) throw new Error('it was not refused', { cause: error });
    expect(error).toMatchObject({ code: 'STREAM_UNAVAILABLE', retryable: true });
    // No ten-second pause for a cluster to settle: none of these errors resolves by itself.
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    const { status, reason = '' } = stream.health();
    expect(status).toBe('waiting');
    expect(reason).toContain(error.cure);
    expect(error.message).not.toContain('between us');
    return { error, reason };
  };
  const without = (...names: string[]): Record<string, string> =>
    Object.fromEntries(Object.entries(right).filter(([name]) => !names.includes(name)));
  const SASL = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'];

  beforeAll(async () => {
    kafka = await startTestKafka({ secure: 'lintel:between us' });
    secure = `127.0.0.1:${kafka.secure!.port}`;
    plain = kafka.brokers[0]!;
    right = {
      KAFKA_BROKERS: secure,
      KAFKA_CA: kafka.secure!.ca,
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'lintel',
      KAFKA_SASL_PASSWORD: 'between us',
    };
  });
  afterAll(async () => {
    await Promise.all(streams.map((stream) => stream.close()));
    await kafka?.stop();
  });

  it.each(['PLAIN', 'SCRAM-SHA-512'])('publishes and reads after a sign-in by %s over TLS', async (mechanism) => {
    const stream = open({ ...right, KAFKA_SASL_MECHANISM: mechanism });
    const topic = `by-${mechanism.toLowerCase()}`;
    await stream.createTopics([{ name: topic, partitions: 1 }]);
    await stream.publish([{ topic, key: 'k', value: Buffer.from(mechanism), headers: {} }]);
    const seen: string[] = [];
    stream.subscribe({ group: `${topic}-group`, topics: [topic] }, ({ records }) => {
      seen.push(...records.map(({ value }) => value!.toString()));
      return Promise.resolve();
    });
    await eventually(() => seen.length === 1, 30_000);
    expect(seen).toEqual([mechanism]);
    expect(stream.health().status).toBe('ready');
  });

  it.each(['PLAIN', 'SCRAM-SHA-512'])('says that user or password are wrong, by %s', async (KAFKA_SASL_MECHANISM) => {
    const { error } = await refusal({ ...right, KAFKA_SASL_MECHANISM, KAFKA_SASL_PASSWORD: 'wrong' });
    expect(error.problem).toMatch(/refused the user name or the password/);
    expect(error.cure).toMatch(/KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD/);
  });

  it('says that the broker does not take this way of signing in', async () => {
    const { error } = await refusal({ ...right, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256' });
    expect(error.problem).toMatch(/does not accept sign-ins by SCRAM-SHA-256/);
    expect(error.cure).toMatch(/Set KAFKA_SASL_MECHANISM/);
  });

  it('says that the authority of its certificate is missing', async () => {
    const { error } = await refusal({ ...without('KAFKA_CA'), KAFKA_TLS: 'true' });
    expect(error.problem).toMatch(/not signed by an authority that is trusted here/);
    expect(error.cure).toMatch(/Set KAFKA_CA/);
  });

  it('says that the certificate is for another name', async () => {
    const { error } = await refusal({ ...right, KAFKA_BROKERS: `localhost:${kafka.secure!.port}` });
    expect(error.problem).toMatch(/is for another name/);
    expect(error.cure).toMatch(/KAFKA_BROKERS/);
  });

  it('says that a port with TLS was spoken to without', async () => {
    const { error } = await refusal(without('KAFKA_CA'));
    expect(error.problem).toMatch(/speaks TLS on this port/);
    expect(error.cure).toMatch(/Set KAFKA_TLS=true/);
  });

  it('says that a port without TLS was spoken to in TLS', async () => {
    const { error } = await refusal({ KAFKA_BROKERS: plain, KAFKA_TLS: 'true' });
    expect(error.problem).toMatch(/does not speak TLS on this port/);
    expect(error.cure).toMatch(/Set KAFKA_TLS=false/);
  });

  it('says that a sign-in is missing, or not supported on this port', async () => {
    const missing = await refusal(without(...SASL));
    expect(missing.error.cure).toMatch(/expects a sign-in \(KAFKA_SASL_MECHANISM/);
    const needless = await refusal({ ...without('KAFKA_CA'), KAFKA_BROKERS: plain });
    expect(needless.error.problem).toMatch(/takes no sign-ins on this port/);
    expect(needless.error.cure).toMatch(/Leave KAFKA_SASL_MECHANISM/);
  });

  it('says that a host is unknown, and that nothing listens', async () => {
    const unknown = await refusal({ KAFKA_BROKERS: 'no-such-broker.invalid:9092' });
    expect(unknown.error.problem).toMatch(/host of Kafka at no-such-broker\.invalid:9092 is unknown/);
    expect(unknown.error.cure).toMatch(/Correct the name in KAFKA_BROKERS/);
    const reserved = createServer();
    await new Promise<void>((resolve) => reserved.listen(0, '127.0.0.1', resolve));
    const { port } = reserved.address() as { port: number };
    await new Promise((resolve) => reserved.close(resolve));
    const absent = await refusal({ KAFKA_BROKERS: `127.0.0.1:${port}` });
    expect(absent.error.problem).toMatch(/does not answer/);
    expect(absent.error.cure).toMatch(/check KAFKA_BROKERS/);
  });

  it('refuses a user without a mechanism before anything is asked', () => {
    expect(() => readKafkaSettings(without('KAFKA_SASL_MECHANISM'))).toThrow(/sasl\.mechanism/);
  });
});
