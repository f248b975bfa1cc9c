import { Kafka, logLevel } from 'kafkajs';
import { startTestPostgres } from '../testing/postgres';
import { describeAddedPartitions } from '../testing/added-partitions-conformance';
import { describeDeadLetters } from '../testing/dead-letters-conformance';
import { describeEventConsumer } from '../testing/event-consumer-conformance';
import { describeEventStream } from '../testing/event-stream-conformance';
import { startTestKafka } from '../testing/start-test-kafka';
import { describeWithKafka } from '../testing/describe-with-kafka';
import { KafkaEventStream } from './kafka-event-stream';
import { kafkaSettingsSchema } from './kafka-settings';

const start = async () => {
  const kafka = await startTestKafka();
  const postgres = await startTestPostgres();
  const settings = kafkaSettingsSchema.parse({ brokers: kafka.brokers, sessionTimeoutMs: 6_000 });
  return {
    databaseUrl: postgres.url,
    open: () => new KafkaEventStream(settings),
    stop: async () => {
      await kafka.stop();
      await postgres.stop();
    },
    async addPartitions(topic: string, count: number) {
      const admin = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      await admin.createPartitions({ topicPartitions: [{ topic, count }] });
      await admin.disconnect();
    },
  };
};

jest.setTimeout(60_000);
describeWithKafka('a real Apache Kafka', () => {
  describeEventStream('Kafka', start);
  describeEventConsumer('Kafka', start);
  describeDeadLetters('Kafka', start);
  describeAddedPartitions('Kafka', start);

  it('a topic that is deleted behind our back is missing from the list, and the others are still there', async () => {
    const kafka = await startTestKafka();
    const stream = new KafkaEventStream(kafkaSettingsSchema.parse({ brokers: kafka.brokers }));
    const names = async () => (await stream.listTopics()).map(({ name }) => name);
    await stream.createTopics(['gone', 'kept'].map((name) => ({ name, partitions: 1 })));
    expect(await names()).toEqual(['gone', 'kept']);
    const admin = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: ['gone'] });
    await admin.disconnect();
    expect(await names()).toEqual(['kept']);
    await stream.createTopics([{ name: 'new', partitions: 1 }]);
    expect(await names()).toEqual(['kept', 'new']);
    await stream.close();
    await kafka.stop();
  });
});
