import { GraphSession } from '../backbones/graph-session';
import { OnnxGraph } from '../export/onnx/onnx-graph';

type Shape = readonly [number, number];

/** Products of matrices on onnxruntime: JavaScript takes seconds for a thousand vectors of a thousand values. */
export class MatrixProduct {
  private constructor(private readonly session: GraphSession) {}

  /** @param transposes the first factor is stored with its rows and columns exchanged */
  static async open({ transposes }: { readonly transposes: boolean }): Promise<MatrixProduct> {
    const graph = new OnnxGraph('product');
    graph.input('one', transposes ? ['shared', 'rows'] : ['rows', 'shared']);
    graph.input('other', ['shared', 'columns']);
    graph.node('Gemm', ['one', 'other'], { transA: { int: transposes ? 1 : 0 } }, 'product');
    graph.output('product', ['rows', 'columns']);
    return new MatrixProduct(await GraphSession.open(graph.toModel({})));
  }

  /** @returns float32 [rows, columns] */
  async of(one: Float32Array, shape: Shape, other: Float32Array, otherShape: Shape): Promise<Float32Array> {
    const feeds = { one: { values: one, shape }, other: { values: other, shape: otherShape } };
    return (await this.session.run(feeds, ['product'])).product;
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}
