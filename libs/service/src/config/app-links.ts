import { z } from 'zod';

const linkSchema = z.object({
  app: z.string().regex(/^[a-z][a-z-]*$/, 'the name of an app before each ='),
  url: z.url({ protocol: /^https?$/, error: 'an address after each =' }),
});

/** An app of Lintel, such as `console` or `ecommerce`, and its URL for browsers. */
export type AppLink = z.infer<typeof linkSchema>;

/** `console=https://console.example,ecommerce=https://shop.example` */
export const appLinks = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .filter((pair) => pair.trim() !== '')
      .map((pair) => {
        const [app = '', ...url] = pair.trim().split('=');
        return { app, url: url.join('=') };
      }),
  )
  .pipe(z.array(linkSchema))
  .describe('URLs of the apps, for the links between them: console=https://…,ecommerce=https://…');
