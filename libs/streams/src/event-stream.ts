import type { LintelError } from '@lintel/contracts';

/**
 * How the parts of Lintel exchange events. Both engines give the same guarantees, verified by one conformance suite:
 * - a topic has a fixed number of partitions; records of one key are in one partition, in the order of publication;
 * - within a group every partition has one reader at a time; records are delivered at least once;
 * - the committed offset is the first one that is not done, and a group resumes there.
 */
export interface EventStream {
  readonly engine: 'kafka' | 'postgres';
  /** The state shown by the last traffic. Sends nothing, and never throws. */
  health(): StreamHealth;
  /**
   * Creates missing topics. A topic with more partitions than declared is used as it is: an administrator has added
   * some.
   * @returns one warning (TOPIC_MISMATCH) for each such topic
   * @throws LintelError TOPIC_MISMATCH if a topic exists with fewer partitions than declared, STREAM_UNAVAILABLE
   */
  createTopics(topics: readonly TopicDeclaration[]): Promise<readonly LintelError[]>;
  /**
   * Resolves when the records are durable. Concurrent calls are sent together.
   * @throws LintelError EVENT_TOO_LARGE, TOPIC_MISSING, STREAM_UNAVAILABLE (retryable), STREAM_CLOSED
   */
  publish(records: readonly StreamRecord[]): Promise<void>;
  /**
   * Joins a group. Returns at once, even while the broker is unreachable: the subscription waits for it. If a handler
   * throws, it receives the same batch again after a pause.
   */
  subscribe(options: SubscribeOptions, handle: BatchHandler): Subscription;
  /**
   * All topics, sorted by name, without the internal topics of the broker.
   * @throws LintelError STREAM_UNAVAILABLE
   */
  listTopics(): Promise<readonly TopicRanges[]>;
  /**
   * All groups that are running or have committed an offset, sorted by name, including groups of other processes.
   * @throws LintelError STREAM_UNAVAILABLE
   */
  listGroups(): Promise<readonly GroupListing[]>;
  /** @throws LintelError TOPIC_MISSING, STREAM_UNAVAILABLE */
  topicOffsets(topic: string): Promise<readonly PartitionRange[]>;
  /** The offsets of a group; `committed` is null for a partition that it has never read. */
  groupOffsets(group: string, topics: readonly string[]): Promise<readonly GroupOffset[]>;
  /**
   * Moves the offsets of a group that is not running, on every partition of a topic.
   * @throws LintelError GROUP_RUNNING, TOPIC_MISSING, STREAM_UNAVAILABLE
   */
  resetOffsets(group: string, topic: string, to: OffsetTarget): Promise<void>;
  /**
   * Deletes the offsets of a group.
   * @throws LintelError GROUP_RUNNING, STREAM_UNAVAILABLE
   */
  deleteGroup(group: string): Promise<void>;
  /** Stops every subscription, sends what is still queued, and closes the connections. */
  close(): Promise<void>;
}

export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  /** Milliseconds. Default: 7 days. */
  readonly retentionMs?: number;
}

export interface StreamRecord {
  readonly topic: string;
  /** Determines the partition. Records without a key are distributed over the partitions in turn. */
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ReceivedRecord extends StreamRecord {
  readonly partition: number;
  /** Starts at 0. Exact up to 9 × 10^15. */
  readonly offset: number;
  /**
   * From the clock of the publisher or of the broker. Other publishers may send any number, including negative ones.
   */
  readonly timestampMs: number;
  /**
   * Set if the broker has bytes that cannot be read: damaged or compressed in an unknown way. The record represents the
   * whole range named in the error, its offset is the last one, and it has no key, value or headers.
   */
  readonly unreadable?: LintelError;
  /** What another publisher put into the key or an attribute instead of text; set if there is such a fault. */
  readonly fault?: string;
}

export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  /** At least one, with ascending offsets. */
  readonly records: readonly ReceivedRecord[];
  /** The offset that the next published record will have. */
  readonly highWatermark: number;
  /** Aborted when the partition moves to another member or the subscription stops: finish soon. */
  readonly signal: AbortSignal;
}

/** The records before `fromOffset` are done; the others are delivered again after the pause. */
export interface Postponement {
  readonly fromOffset: number;
  readonly afterMs: number;
}

export type BatchHandler = (batch: RecordBatch) => Promise<Postponement | void>;

export interface SubscribeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** Where a group without a committed offset starts. Default: beginning. */
  readonly from?: 'beginning' | 'end';
  /** Number of partitions handled concurrently. Default: 4. */
  readonly concurrency?: number;
  /** Maximum number of records per batch. Default: 500. */
  readonly maxBatch?: number;
  /** Receives errors of handlers, and all other errors after which the subscription continues. */
  readonly onError?: (error: unknown) => void;
}

export interface Subscription {
  /** Stops the delivery of further batches; the member keeps its partitions. */
  pause(): void;
  resume(): void;
  /**
   * Continues from another offset in a partition assigned to this member.
   * @throws LintelError NOT_FOUND if the partition is not assigned to it
   */
  seek(topic: string, partition: number, offset: number): void;
  assignment(): readonly TopicPartition[];
  /** Drains: running batches finish, their offsets are committed, the partitions are released. */
  stop(): Promise<void>;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface PartitionRange {
  readonly partition: number;
  /** First retained offset. */
  readonly low: number;
  /** Offset of the next record. */
  readonly high: number;
}

export interface TopicRanges {
  readonly name: string;
  /** One range per partition, ascending. */
  readonly partitions: readonly PartitionRange[];
  /** Number of retained records: the sum of high − low. */
  readonly records: number;
}

export interface GroupListing {
  readonly group: string;
  /** Topics read by a member now, or with committed offsets. */
  readonly topics: readonly string[];
  /** True while it has members. */
  readonly running: boolean;
  readonly committed: readonly (TopicPartition & { readonly offset: number })[];
}

export interface GroupOffset extends TopicPartition {
  readonly committed: number | null;
  readonly high: number;
  /** Number of records that are not yet handled. */
  readonly lag: number;
}

export type OffsetTarget = 'beginning' | 'end' | { readonly timestampMs: number } | { readonly offset: number };

export interface StreamHealth {
  readonly status: 'ready' | 'waiting' | 'closed';
  /** What the stream waits for, in one sentence. */
  readonly reason?: string;
  readonly since: Date;
}
