import { useText } from '../language/text';

/** The name of a kind of data for people; verticals may store kinds that the console has no name for. */
export function useHoldingName(): (kind: string) => string {
  const names: Readonly<Record<string, string>> = useText().privacy.holding;
  return (kind) => names[kind] ?? kind;
}
