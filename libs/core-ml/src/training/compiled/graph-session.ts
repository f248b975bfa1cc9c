import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_TYPE, nativeBackend } from '../../engine/native-backend';
import { type Graph, type NodeOutput } from './graph-node';
import { encodeSavedModel, SAVED_MODEL_TAG } from './saved-model';

export type Feed = readonly [placeholder: NodeOutput, values: Float32Array | Int32Array];

/** A graph loaded into the engine, with its variables. */
export class GraphSession {
  private readonly session: number;

  /** The graph can't grow afterwards. */
  constructor(graph: Graph) {
    const directory = mkdtempSync(join(tmpdir(), 'lintel-graph-'));
    try {
      writeFileSync(join(directory, 'saved_model.pb'), encodeSavedModel(graph));
      this.session = nativeBackend().binding.loadSavedModel(directory, SAVED_MODEL_TAG);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  /**
   * One native call: feeds the inputs, runs what the outputs need, and copies the outputs. Blocks the thread.
   * @param feeds each with the shape of its placeholder
   */
  run(feeds: readonly Feed[], outputs: readonly NodeOutput[]): (Float32Array | Int32Array | Uint8Array)[] {
    const { binding } = nativeBackend();
    const ids = feeds.map(([{ node }, values]) =>
      binding.createTensor(
        node.outputs[0]!.shape,
        values instanceof Int32Array ? DATA_TYPE.int32 : DATA_TYPE.float32,
        values,
      ),
    );
    try {
      const made = binding.runSavedModel(
        this.session,
        ids,
        names(feeds.map(([placeholder]) => placeholder)),
        names(outputs),
      );
      return made.map(({ id }) => {
        const values = binding.tensorDataSync(id);
        binding.deleteTensor(id);
        return values;
      });
    } finally {
      for (const id of ids) binding.deleteTensor(id);
    }
  }

  close(): void {
    nativeBackend().binding.deleteSavedModel(this.session);
  }
}

const names = (outputs: readonly NodeOutput[]): string =>
  outputs.map(({ node, index }) => `${node.name}:${index}`).join(',');
