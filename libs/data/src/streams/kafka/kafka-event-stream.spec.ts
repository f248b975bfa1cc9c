import { describeEventStream } from '../testing/event-stream-conformance';
import { describeWithKafka, startTestKafka } from '../testing/test-kafka';
import { KafkaEventStream } from './kafka-event-stream';
import { kafkaSettingsSchema } from './kafka-settings';

describeWithKafka('a real Apache Kafka', () => {
  describeEventStream('Kafka', async () => {
    const kafka = await startTestKafka();
    const settings = kafkaSettingsSchema.parse({ brokers: kafka.brokers, sessionTimeoutMs: 6_000 });
    return { open: () => new KafkaEventStream(settings), stop: () => kafka.stop() };
  });
});
