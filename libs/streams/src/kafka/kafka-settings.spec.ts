import { readKafkaSettings } from './kafka-settings';

describe('Kafka settings', () => {
  it('are absent where no broker is configured', () => {
    expect(readKafkaSettings({})).toBeUndefined();
    expect(readKafkaSettings({ KAFKA_BROKERS: ' ' })).toBeUndefined();
  });

  it('take brokers, TLS and SASL from the environment', () => {
    const settings = readKafkaSettings({
      KAFKA_BROKERS: 'a:9092, b:9093',
      KAFKA_CA: 'PEM',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'lintel',
      KAFKA_SASL_PASSWORD: 'secret',
    });
    expect(settings).toMatchObject({
      brokers: ['a:9092', 'b:9093'],
      tls: { ca: 'PEM' },
      sasl: { mechanism: 'scram-sha-512', username: 'lintel', password: 'secret' },
    });
    expect(readKafkaSettings({ KAFKA_BROKERS: 'a:9092', KAFKA_TLS: 'true' })?.tls).toBe(true);
  });

  it('are refused with a cure, and without the password, when one is wrong', () => {
    const read = () =>
      readKafkaSettings({ KAFKA_BROKERS: 'a', KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_PASSWORD: 'hush' });
    expect(read).toThrow(/brokers.0: host:port/);
    expect(read).toThrow(/sasl.username/);
    expect(read).not.toThrow(/hush/);
  });
});
