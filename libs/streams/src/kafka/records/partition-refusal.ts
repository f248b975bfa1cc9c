import { LintelError } from '@lintel/contracts';
import type { MessageMarks } from './record-batches';

/** @returns why a broker refuses to serve a partition, if that is its whole response */
export function refusalIn(
  topic: string,
  partition: number,
  message: MessageMarks | undefined,
): LintelError | undefined {
  const refusedBy = message?.refusedBy;
  if (refusedBy === undefined) return undefined;
  const isForbidden = refusedBy === 'TOPIC_AUTHORIZATION_FAILED';
  return new LintelError('STREAM_UNAVAILABLE', {
    problem: `Kafka does not hand out partition ${partition} of "${topic}". The other partitions are read.`,
    received: refusedBy,
    cure: isForbidden
      ? 'Allow the user of KAFKA_SASL_USERNAME to read this topic.'
      : 'Look at the log of the broker: the files of this partition are damaged, or their disk is away. To go on behind the damage, reset the offsets of the group.',
    retryable: true,
  });
}
