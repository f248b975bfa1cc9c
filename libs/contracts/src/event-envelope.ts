/** An event with its CloudEvents 1.0 attributes. */
export interface EventEnvelope<Data = unknown> {
  /** Unique within its source; `source` and `id` together identify an event. */
  readonly id: string;
  /** The publisher: `/ecommerce/api`. */
  readonly source: string;
  /** The contract's `wireType`. */
  readonly type: string;
  /** When the event happened, by the producer's clock. Never used for ordering; offsets are. */
  readonly time: Date;
  readonly subject?: string;
  /** Links everything that resulted from one request or picture. */
  readonly correlationId?: string;
  readonly data: Data;
}
