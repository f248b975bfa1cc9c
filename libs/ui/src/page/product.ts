import { createContext, use } from 'react';

export const ProductContext = createContext('');

/** Name of the app, as in the shell above. */
export function useProduct(): string {
  return use(ProductContext);
}
