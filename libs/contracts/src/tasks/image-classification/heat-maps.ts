import { type ModelManifest } from '../../model-manifest';

/** The meaning of the output that says how much each position of a picture speaks for each class, on request. */
export const HEAT = 'heat';

/** Whether a model can say where it looked in a picture. */
export const hasHeatMaps = ({ onnx }: { readonly onnx: Pick<ModelManifest['onnx'], 'outputs'> }): boolean =>
  onnx.outputs.some(({ meaning }) => meaning === HEAT);
