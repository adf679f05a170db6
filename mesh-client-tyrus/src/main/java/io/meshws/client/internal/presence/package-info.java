/** The members of rooms, as far as the client follows them; after a broken link, the changes come as differences. */
package io.meshws.client.internal.presence;
