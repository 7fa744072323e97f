import type { Figures } from '../main.ts'
export const measureVisible = async (_seconds: number): Promise<Figures> => ({})
