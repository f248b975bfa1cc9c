import { startTestPostgres } from '../../testing/postgres';
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
  };
};

jest.setTimeout(60_000);
describeWithKafka('a real Apache Kafka', () => {
  describeEventStream('Kafka', start);
  describeEventConsumer('Kafka', start);
});
