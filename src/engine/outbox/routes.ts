/** Notification settings and, for administrators, channels and the outbox, over HTTP. */
import { Type } from 'typebox'
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { listChannels, listOutbox, putChannel, retryNotice, testChannel } from './channels.ts'
import {
  ChangeSettingsSchema,
  ChannelsSchema,
  IdSchema,
  NewChannelSchema,
  OutboxQuerySchema,
  OutboxSchema,
  PutChannelSchema,
  SettingsSchema,
} from './model.ts'
import { changeSettings, getSettings, testOwn } from './settings.ts'

const ADMINISTRATORS = rolesFor('admin.accounts')

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/notifications/settings',
    summary: 'How I want to be told',
    response: SettingsSchema,
    handler: (call, _input, house) => getSettings(call, house),
  }),
  route({
    method: 'PUT',
    url: '/notifications/settings',
    summary: 'Change how I want to be told',
    body: ChangeSettingsSchema,
    response: SettingsSchema,
    handler: (call, { body }, house) => changeSettings(call, house, body),
  }),
  route({
    method: 'POST',
    url: '/notifications/test',
    summary: 'Send a test message to my own address',
    response: Type.Null(),
    status: 204,
    handler: async (call, _input, house) => {
      await testOwn(call, house)
      return null
    },
  }),
  route({
    method: 'GET',
    url: '/channels',
    summary: 'Addresses outside the console, with how they fared',
    roles: ADMINISTRATORS,
    response: ChannelsSchema,
    handler: (call, _input, house) => listChannels(call, house),
  }),
  route({
    method: 'POST',
    url: '/channels',
    summary: 'A new address of an agency; the key of a webhook is shown once',
    roles: ADMINISTRATORS,
    body: PutChannelSchema,
    response: NewChannelSchema,
    status: 201,
    handler: (call, { body }, house) => putChannel(call, house, body),
  }),
  route({
    method: 'PUT',
    url: '/channels/:id',
    summary: 'Change an address of an agency, or switch it off',
    roles: ADMINISTRATORS,
    params: IdSchema,
    body: PutChannelSchema,
    response: NewChannelSchema,
    handler: (call, { params, body }, house) => putChannel(call, house, body, params.id),
  }),
  route({
    method: 'POST',
    url: '/channels/:id/test',
    summary: 'Send a test message to an address of an agency',
    roles: ADMINISTRATORS,
    params: IdSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params }) => {
      await testChannel(call, params.id)
      return null
    },
  }),
  route({
    method: 'GET',
    url: '/outbox',
    summary: 'What went out and how it went, without content',
    roles: ADMINISTRATORS,
    query: OutboxQuerySchema,
    response: OutboxSchema,
    handler: (call, { query }) => listOutbox(call, query),
  }),
  route({
    method: 'POST',
    url: '/outbox/:id/retry',
    summary: 'Try a failed delivery again',
    roles: ADMINISTRATORS,
    params: IdSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params }) => {
      await retryNotice(call, params.id)
      return null
    },
  }),
]
