import { type ConsolePaths } from '@lintel/console-contract';
import { createApi } from '@lintel/ui';

/**
 * The console's api. Inputs and answers are typed by its OpenAPI document, and answers not checked again: the api that
 * serves these pages is the one that wrote it.
 */
export const api = createApi<ConsolePaths>();
