/** Settings, subscriptions, channels and the outbox as the server answers them. */
import { useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { SubscriptionsSchema } from '../../../../src/actions/warn/model.ts'
import type { ChannelsSchema, Settings } from '../../../../src/engine/outbox/model.ts'
import type { PostRow } from '../../../../src/environment/identity/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, queryClient, useRenewOn } from '../../api/public.ts'

export const SETTINGS_KEY = ['notifications', 'settings']

export const useSettings = () =>
  useQuery<Settings, Problem>({
    queryKey: SETTINGS_KEY,
    queryFn: ({ signal }) => get<Settings>('/notifications/settings', {}, signal),
    staleTime: 60_000,
  })

export const useSubscriptions = () => {
  useRenewOn(['subscription'], ['notifications', 'subscriptions'])
  return useQuery<Static<typeof SubscriptionsSchema>, Problem>({
    queryKey: ['notifications', 'subscriptions'],
    queryFn: ({ signal }) => get('/subscriptions', {}, signal),
  })
}

export const useChannels = () =>
  useQuery<Static<typeof ChannelsSchema>, Problem>({
    queryKey: ['notifications', 'channels'],
    queryFn: ({ signal }) => get('/channels', {}, signal),
  })

export const usePosts = () =>
  useQuery<{ rows: PostRow[] }, Problem>({
    queryKey: ['administration', 'posts', 'choice'],
    queryFn: ({ signal }) => get('/posts', {}, signal),
  })

export const renewNotifications = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['notifications'] })
