import { type ConsolePaths } from '@lintel/console-contract';
import { createApi } from '@lintel/ui';

/**
 * The console's api. Inputs and answers are typed by its OpenAPI document, and answers are not validated again, because
 * the same api serves these pages.
 */
export const api = createApi<ConsolePaths>();
