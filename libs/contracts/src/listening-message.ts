import { z } from 'zod';

/** The message that a service sends over IPC to the program that started it, once it accepts connections. */
export const listeningMessageSchema = z.object({ listening: z.url() });
export type ListeningMessage = z.infer<typeof listeningMessageSchema>;
