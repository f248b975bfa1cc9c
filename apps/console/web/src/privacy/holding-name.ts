import { useText } from '../language/text';

/** What a kind of data is called on the screen; verticals may hold kinds that the console has no word for. */
export function useHoldingName(): (kind: string) => string {
  const names: Readonly<Record<string, string>> = useText().privacy.holding;
  return (kind) => names[kind] ?? kind;
}
