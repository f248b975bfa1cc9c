import { type BatchingMetrics } from '../serving/batching-metrics';
import { type BatchingOptions } from '../serving/batching-options';
import { BatchingQueue, type BatchedItem, type SubmitOptions } from '../serving/batching-queue';
import { type ModelOutputs, type OnnxSession } from './onnx-session';

/** One model whose batches are shared by concurrent callers. */
export class SharedSession {
  private readonly queue: BatchingQueue<Float32Array, ModelOutputs>;
  /** Buffer in which the examples of several callers are joined; one batch runs at a time. */
  private joined = new Float32Array(0);

  constructor(
    private readonly session: OnnxSession,
    options: BatchingOptions = {},
  ) {
    this.queue = new BatchingQueue((batch, rows) => this.answer(batch, rows), options);
  }

  /**
   * @param batch float32 [size, ...example shape], must not be changed before the result arrives; extra values at the
   *   end are ignored
   * @throws LintelError SHAPE_MISMATCH, QUEUE_FULL, CANCELLED, MODEL_NOT_READY, INTERNAL
   */
  async run(batch: Float32Array, size: number, options: SubmitOptions = {}): Promise<ModelOutputs> {
    return this.queue.submit(this.session.trim(batch, size), size, options);
  }

  /**
   * As `run`, but every example is queued separately, so that batches are filled completely. Either all of them are
   * accepted or none.
   * @returns the outputs of every example, in the same order
   */
  async runEach(batch: Float32Array, size: number, options: SubmitOptions = {}): Promise<ModelOutputs[]> {
    const values = this.session.trim(batch, size);
    const { exampleSize } = this.session;
    const examples = Array.from({ length: size }, (_, row) => ({
      item: values.subarray(row * exampleSize, (row + 1) * exampleSize),
      rows: 1,
    }));
    return this.queue.submitAll(examples, options);
  }

  estimatedWaitMs(): number {
    return this.queue.estimatedWaitMs();
  }

  metrics(): BatchingMetrics {
    return this.queue.metrics();
  }

  /** Answers the waiting requests and frees the model. */
  async close(): Promise<void> {
    await this.queue.drain();
    await this.session.close();
  }

  private async answer(batch: readonly BatchedItem<Float32Array>[], rows: number): Promise<ModelOutputs[]> {
    const outputs = await this.session.run(this.join(batch), rows);
    if (batch.length === 1) return [outputs];
    const classes = outputs.probabilities.length / rows;
    const embeddingSize = outputs.embeddings.length / rows;
    let row = 0;
    // Copies, so that keeping one answer does not keep the whole batch in memory.
    return batch.map((item) => {
      const [from, to] = [row, (row += item.rows)];
      return {
        probabilities: outputs.probabilities.slice(from * classes, to * classes),
        embeddings: outputs.embeddings.slice(from * embeddingSize, to * embeddingSize),
        ...(outputs.distances ? { distances: outputs.distances.slice(from, to) } : {}),
      };
    });
  }

  /** Examples that are already contiguous, such as those of one caller, are not copied. */
  private join(batch: readonly BatchedItem<Float32Array>[]): Float32Array {
    const first = batch[0]!.item;
    let length = 0;
    let adjacent = true;
    for (const { item } of batch) {
      adjacent &&=
        item.buffer === first.buffer && item.byteOffset === first.byteOffset + length * item.BYTES_PER_ELEMENT;
      length += item.length;
    }
    if (adjacent) return new Float32Array(first.buffer, first.byteOffset, length);
    if (this.joined.length < length) this.joined = new Float32Array(length);
    let at = 0;
    for (const { item } of batch) {
      this.joined.set(item, at);
      at += item.length;
    }
    return this.joined.subarray(0, length);
  }
}
