/** An event with its CloudEvents 1.0 attributes. */
export interface EventEnvelope<Data = unknown> {
  /** Unique within its source: an event is identified by both together. */
  readonly id: string;
  /** Who published it: `/ecommerce/api`. */
  readonly source: string;
  /** The contract's `wireType`. */
  readonly type: string;
  /** When it happened, by the producer's clock. Never used to order events: offsets are. */
  readonly time: Date;
  readonly subject?: string;
  /** Binds together everything that came of one request or picture. */
  readonly correlationId?: string;
  readonly data: Data;
}
