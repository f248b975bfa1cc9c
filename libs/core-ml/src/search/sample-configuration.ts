import { createRandom, type SearchConfiguration, type SearchParameter, type SearchSpace } from '@lintel/contracts';

/**
 * Draws a configuration at random. The same seed and number give the same one, whatever was drawn before.
 * @param number of the configuration, from 0
 */
export function sampleConfiguration(space: SearchSpace, seed: number, number: number): SearchConfiguration {
  const configuration: Record<string, number | string> = {};
  for (const parameter of space) {
    const { name, when } = parameter;
    if (when && configuration[when.name] !== when.value) continue;
    const random = createRandom(seed, 'search', String(number), name);
    configuration[name] = valueAt(parameter, random.next());
  }
  return configuration;
}

/** @param place uniform in [0, 1) */
function valueAt(parameter: SearchParameter, place: number): number | string {
  if (parameter.kind === 'choice') return parameter.options[Math.floor(place * parameter.options.length)]!;
  const { kind, low, high, scale } = parameter;
  // Each whole number has an equal share of the scale around it.
  const [from, to] = kind === 'integer' ? [low - 0.5, high + 0.5] : [low, high];
  const value = scale === 'log' ? from * (to / from) ** place : from + (to - from) * place;
  return kind === 'integer' ? Math.min(high, Math.max(low, Math.round(value))) : Number(value.toPrecision(4));
}
