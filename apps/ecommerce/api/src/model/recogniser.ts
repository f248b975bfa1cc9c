/** The vertical's model in the registry. */
export const RECOGNISER = 'ecommerce.product-recogniser';
