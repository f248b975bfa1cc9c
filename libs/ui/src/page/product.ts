import { createContext, use } from 'react';

export const ProductContext = createContext('');

/** What the app is, as the shell above says it. */
export function useProduct(): string {
  return use(ProductContext);
}
