import type { StreamStatus } from '@lintel/contracts';
import type { EventConsumer } from '../consume/event-consumer';
import type { EventStream } from '../event-stream';

type ConsumerStatus = StreamStatus['consumers'][number];

/** The state of the stream and of this process's groups. Never rejects: values of an unreachable broker are null. */
export async function streamStatus(stream: EventStream, consumers: readonly EventConsumer[]): Promise<StreamStatus> {
  const { status, reason, since } = stream.health();
  return {
    engine: stream.engine,
    health: { status, ...(reason === undefined ? {} : { reason }), since: since.toISOString() },
    consumers: await Promise.all(consumers.map((consumer) => consumerStatus(stream, consumer))),
  };
}

async function consumerStatus(stream: EventStream, consumer: EventConsumer): Promise<ConsumerStatus> {
  const { activity, group, retryTopics } = consumer;
  const topics = [...consumer.topics, ...retryTopics.names];
  const reachable = stream.health().status === 'ready';
  const offsets = reachable ? await stream.groupOffsets(group, topics).catch(() => null) : null;
  const dead = reachable ? await stream.topicOffsets(retryTopics.deadLetters).catch(() => null) : null;
  const ours = new Set(consumer.assignment().map(({ topic, partition }) => `${topic} ${partition}`));
  return {
    group,
    lag: offsets?.reduce((sum, { lag }) => sum + lag, 0) ?? null,
    partitions: (offsets ?? []).map((one) => ({ ...one, ours: ours.has(`${one.topic} ${one.partition}`) })),
    perSecond: activity.perSecond,
    handledTotal: activity.handledTotal,
    duplicatesTotal: activity.duplicatesTotal,
    retriedTotal: activity.retriedTotal,
    queuedTotal: activity.queuedTotal,
    deadLettersTotal: activity.deadLettersTotal,
    disturbancesTotal: activity.disturbancesTotal,
    deadLettersKept: dead?.reduce((sum, { low, high }) => sum + high - low, 0) ?? null,
    lastError:
      activity.lastError === undefined
        ? null
        : { message: activity.lastError.message, at: activity.lastError.at.toISOString() },
  };
}
