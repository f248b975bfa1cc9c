import { hasHeatMaps } from './heat-maps';

it('a model has heat maps if one of its outputs means heat, whatever its name is', () => {
  const output = (name: string, meaning: string) => ({ name, dtype: 'float32' as const, shape: [1], meaning });
  expect(hasHeatMaps({ onnx: { outputs: [output('heat', 'probabilities')] } })).toBe(false);
  expect(hasHeatMaps({ onnx: { outputs: [output('p', 'probabilities'), output('map', 'heat')] } })).toBe(true);
});
