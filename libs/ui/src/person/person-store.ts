import { rememberedValue } from '../memory/remembered-value';

const person = rememberedValue('lintel-person');

/** As the contract's `personSchema` has it. */
export const LONGEST_NAME = 100;

/** The name that is remembered in this browser; empty where there is none. */
export function currentPerson(): string {
  return person.read() ?? '';
}

export function personAtBuild(): string {
  return '';
}

/** A name as the api takes it: without spaces around it and control characters, at most 100 long. */
export function tidyName(name: string): string {
  return name
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .trim();
}

export function rememberPerson(name: string): void {
  person.remember(tidyName(name));
}

export const subscribeToPerson = person.subscribe;
