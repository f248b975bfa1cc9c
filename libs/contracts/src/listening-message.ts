import { z } from 'zod';

/** What a service sends over the channel to the program that started it, once it accepts connections. */
export const listeningMessageSchema = z.object({ listening: z.url() });
export type ListeningMessage = z.infer<typeof listeningMessageSchema>;
