import { sizeOfShape } from '@lintel/contracts';
import { type OnnxSession } from '../inference/onnx-session';
import { rowsOf, type TensorBatch, type TensorData } from '../inference/tensor-batch';
import { type BatchingMetrics } from './batching-metrics';
import { type BatchingOptions } from './batching-options';
import { BatchingQueue, type BatchedItem, type SubmitOptions } from './batching-queue';

/** One model whose batches are shared by concurrent callers. */
export class SharedSession {
  private readonly queue: BatchingQueue<TensorBatch, TensorBatch>;
  /** Buffers in which the examples of several callers are joined, by input; one batch runs at a time. */
  private readonly joined = new Map<string, TensorData>();

  constructor(
    private readonly session: OnnxSession,
    options: BatchingOptions = {},
  ) {
    this.queue = new BatchingQueue((batch, rows) => this.answer(batch, rows), options);
  }

  /**
   * @param batch every input, [size, ...shape], must not be changed before the result arrives; extra values at the end
   *   are ignored
   * @throws LintelError SHAPE_MISMATCH, QUEUE_FULL, CANCELLED, MODEL_NOT_READY, INTERNAL
   */
  async run(batch: TensorBatch, size: number, options: SubmitOptions = {}): Promise<TensorBatch> {
    return this.queue.submit(this.session.trim(batch, size), size, options);
  }

  /**
   * As `run`, with outputs that are computed on request only. It does not wait in the queue, whose batches compute the
   * same outputs for all.
   */
  async runWith(batch: TensorBatch, size: number, also: readonly string[]): Promise<TensorBatch> {
    return this.session.run(this.session.trim(batch, size), size, also);
  }

  /**
   * As `run`, but every example is queued separately, so that batches are filled completely. Either all of them are
   * accepted or none.
   * @returns the outputs of every example, in the same order
   */
  async runEach(batch: TensorBatch, size: number, options: SubmitOptions = {}): Promise<TensorBatch[]> {
    const values = this.session.trim(batch, size);
    const { inputs } = this.session.onnx;
    const examples = Array.from({ length: size }, (_, row) => ({
      item: rowsOf(inputs, values, row, row + 1, false),
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

  private async answer(batch: readonly BatchedItem<TensorBatch>[], rows: number): Promise<TensorBatch[]> {
    const { inputs, outputs: specs } = this.session.onnx;
    const joined = Object.fromEntries(
      inputs.map(({ name, shape }) => {
        const parts = batch.map(({ item }) => item[name]!);
        return [name, this.join(name, parts, rows * sizeOfShape(shape))];
      }),
    );
    const outputs = await this.session.run(joined, rows);
    if (batch.length === 1) return [outputs];
    let row = 0;
    // Copies, so that keeping one answer does not keep the whole batch in memory.
    return batch.map((item) => rowsOf(specs, outputs, row, (row += item.rows), true));
  }

  /** Examples that are already contiguous, such as those of one caller, are not copied. */
  private join(name: string, parts: readonly TensorData[], length: number): TensorData {
    const first = parts[0]!;
    let end = first.byteOffset;
    const adjacent = parts.every((part) => {
      const follows = part.buffer === first.buffer && part.byteOffset === end;
      end += part.byteLength;
      return follows;
    });
    const type = first instanceof Float32Array ? Float32Array : BigInt64Array;
    if (adjacent) return new type(first.buffer as ArrayBuffer, first.byteOffset, length);
    let target = this.joined.get(name);
    if (target === undefined || target.length < length) this.joined.set(name, (target = new type(length)));
    let at = 0;
    for (const part of parts) {
      // Both are of the type of the input.
      (target as Float32Array).set(part as Float32Array, at);
      at += part.length;
    }
    return target.subarray(0, length);
  }
}
